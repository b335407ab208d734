"""What each event is about, for the timeline of an account and for who follows it (REQUIREMENTS 51)."""

from collections.abc import Collection

from service.domain.account.events import ACCOUNT_EVENTS
from service.domain.account.record.followers import AccountFollowed, AccountUnfollowed
from service.domain.account.vocabulary import TimelineTheme as About
from service.domain.case.events import CASE_EVENTS
from service.domain.event import Event
from service.reports.story.document import TROUBLE

_OF_CASES = {
    "replies": About.ANSWERS,
    "questions": About.ANSWERS,
    "collaborations": About.WORK,
    "dispatches": About.WORK,
    "commitments": About.PROMISES,
    "escalations": About.ESCALATIONS,
    "emergencies": About.ESCALATIONS,
    "complaints": About.COMPLAINTS,
    "exceptions": About.COMPLAINTS,
    "remedies": About.COMPLAINTS,
    "surveys": About.SATISFACTION,
    "ratings": About.SATISFACTION,
    "revisits": About.SATISFACTION,
    "follow_ups": About.SATISFACTION,
    "reviews": About.SATISFACTION,
}
_OF_ACCOUNTS = {
    "visits": About.VISITS,
    "care": About.VISITS,
    "routines": About.VISITS,
    "settlements": About.VISITS,
    "key_dates": About.REMINDERS,
    "memos": About.REMINDERS,
    "reminders": About.REMINDERS,
    "agreements": About.AGREEMENTS,
    "consent": About.AGREEMENTS,
    "obligations": About.AGREEMENTS,
    "disclosures": About.AGREEMENTS,
    "disputes": About.AGREEMENTS,
    "signings": About.AGREEMENTS,
    "renewals": About.AGREEMENTS,
    "needs": About.NEEDS,
    "opportunities": About.NEEDS,
    "signals": About.SIGNALS,
    "purchases": About.PURCHASES,
    "assets": About.ASSETS,
    "profile": About.PROFILE,
    "profile_values": About.PROFILE,
    "contacts": About.PROFILE,
    "journey": About.PROFILE,
    "stewards": About.PROFILE,
    "handovers": About.PROFILE,
}
"""By the theme of the record; one that does not stand here is about something else."""
NOT_SHOWN = frozenset({AccountFollowed, AccountUnfollowed})
"""What happened with us and not with the customer."""


def _module(event: type[Event]) -> str:
    return event.__module__.rpartition(".")[2]


THEME_OF: dict[type[Event], About] = {
    **{event: _OF_CASES.get(_module(event), About.CASES) for event in CASE_EVENTS},
    **{
        event: _OF_ACCOUNTS.get(_module(event), About.OTHER)
        for event in ACCOUNT_EVENTS
        if event not in NOT_SHOWN
    },
    **dict.fromkeys(TROUBLE, About.PROMISES),
}
"""What is told in a timeline: of promises only those that went wrong."""


def names_of(themes: Collection[About]) -> list[str]:
    """Return the stored names of the events of these themes; of all where there are none."""
    return [event.STORED_NAME for event, about in THEME_OF.items() if not themes or about in themes]
