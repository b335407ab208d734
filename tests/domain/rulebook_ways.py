"""For every wish about the rules one way in which it is carried out, with the facts that lead there."""

from typing import Any

from service.domain.rulebook import commands as wish
from service.domain.rulebook import events as fact
from tests.domain.facts import ELEVEN, NINE
from tests.domain.rulebook.published import SUPERVISOR, calendar, directory, policy, roster

AT = ELEVEN
PEOPLE = roster(("staff-7", "always")).people
CALENDAR = fact.CalendarPublished(occurred_at=NINE, calendar=calendar())


def published(**told: Any) -> fact.PolicyPublished:
    return fact.PolicyPublished(**{"occurred_at": NINE, "policy": policy(), "effective_at": NINE, **told})


def rostered(**told: Any) -> fact.RosterSet:
    content = {"level": SUPERVISOR, "people": PEOPLE, "effective_at": NINE}
    return fact.RosterSet(**{"occurred_at": NINE, **content, **told})


def guided(**told: Any) -> fact.GuidelinePublished:
    return fact.GuidelinePublished(
        **{"occurred_at": NINE, "content": directory(), "effective_at": NINE, **told}
    )


RULEBOOK_WAYS: tuple[tuple[Any, tuple[Any, ...], tuple[Any, ...]], ...] = (
    (wish.PublishCalendar(calendar=calendar()), (), (CALENDAR.model_copy(update={"occurred_at": AT}),)),
    (
        wish.PublishPolicy(policy=policy()),
        (CALENDAR,),
        (published(occurred_at=AT, effective_at=AT),),
    ),
    (
        wish.SetRoster(level=SUPERVISOR, people=PEOPLE),
        (CALENDAR,),
        (rostered(occurred_at=AT, effective_at=AT),),
    ),
    (wish.PublishGuideline(content=directory()), (), (guided(occurred_at=AT, effective_at=AT),)),
)
