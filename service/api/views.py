"""Cases and accounts folded for reading, with the words that the deciding state leaves out. Pure."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from service.api.answers import (
    AccountView,
    CaseView,
    Escalation,
    Rating,
)
from service.api.case_parts.attaching import attachment_views
from service.api.case_parts.complaint import complaint_view
from service.api.case_parts.dispatching import dispatching_view
from service.api.case_parts.promises import CollaborationView, CommitmentView
from service.api.case_parts.responsibility import responsibility_view
from service.api.case_parts.reviewing import reviews_view
from service.api.case_parts.revisiting import revisits_view
from service.api.case_parts.selling import selling_view
from service.api.case_parts.surveying import survey_views
from service.api.case_parts.understanding import understanding_view
from service.api.case_parts.work import work_view
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.record.profile import AccountOpened
from service.domain.account.state import CustomerAccount
from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.intake import CaseReceived
from service.domain.case.state import Case
from service.domain.clocks.situation import Promises
from service.domain.event import Event
from service.domain.rulebook.state import EMPTY
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import fold
from service.eventstore.request import Loaded

Kind = TypeVar("Kind", bound=Event)


def case_view(case_id: UUID, events: Sequence[RecordedEvent], promises: Promises = EMPTY) -> CaseView | None:
    """Return the case after these events; None when they are not those of a case."""
    loaded = fold(Loaded(stream_id=case_id), events)
    case = loaded.state
    received = _last(events, CaseReceived)
    if not isinstance(case, Case) or received is None:
        return None
    classification, facts = case.classification, [recorded.event for recorded in events]
    return CaseView(
        case_id=case_id,
        version=loaded.version,
        position=loaded.position,
        status=case.status,
        segment=received.segment,
        received=received,
        response_class=classification.response_class,
        priority=classification.priority,
        urgency=classification.urgency,
        complexity=classification.complexity,
        category=classification.category,
        owner=case.owner,
        team=case.team,
        acknowledged_at=case.acknowledged_at,
        first_response_at=case.first_response_at,
        waiting_on=case.waiting_on,
        escalations=_escalations(case),
        cycle=case.cycle,
        resolved=_last(events, CaseResolved),
        is_confirmed=case.is_confirmed,
        ratings=_ratings(case),
        closed=_last(events, CaseClosed),
        green_channel_opened_at=case.green_channel_opened_at,
        task_force=sorted(case.task_force),
        commitments=[CommitmentView(**vars(one)) for one in case.commitments],
        collaborations=[CollaborationView(**vars(one)) for one in case.collaborations],
        **_parts(case, facts, promises),
        merged_into=case.merged_into,
    )


def _parts(case: Case, facts: Sequence[Event], promises: Promises) -> dict[str, Any]:
    """Return what each theme shows, one field of CaseView each."""
    return {
        "responsibility": responsibility_view(case, facts),
        "dispatching": dispatching_view(case, facts),
        "work": work_view(case, facts),
        "understanding": understanding_view(case, facts),
        "selling": selling_view(case, facts),
        "complaint": complaint_view(case, facts),
        "revisits": revisits_view(case, facts, promises),
        "reviewing": reviews_view(facts),
        "attachments": attachment_views(facts),
        "surveys": survey_views(case, facts),
    }


def account_view(account_id: UUID, events: Sequence[RecordedEvent]) -> AccountView | None:
    """Return the account after these events; None when they are not those of an account."""
    loaded = fold(Loaded(stream_id=account_id), events)
    account = loaded.state
    opened = _last(events, AccountOpened)
    if not isinstance(account, CustomerAccount) or opened is None:
        return None
    return AccountView(
        account_id=account_id,
        version=loaded.version,
        position=loaded.position,
        code=opened.code,
        segment=account.segment,
        owner=account.owner,
        opened=opened,
        contacts=[recorded.event for recorded in events if isinstance(recorded.event, ContactAdded)],
        opted_out_of_surveys=sorted(account.opted_out_of_surveys),
    )


def _ratings(case: Case) -> list[Rating]:
    return [
        Rating(cycle=cycle, scale=scale, score=score, occurred_at=occurred_at)
        for cycle, scale, score, occurred_at in sorted(case.ratings, key=lambda rating: rating[3])
    ]


def _last(events: Sequence[RecordedEvent], kind: type[Kind]) -> Kind | None:
    found = (recorded.event for recorded in reversed(events) if isinstance(recorded.event, kind))
    return next(found, None)


def _escalations(case: Case) -> list[Escalation]:
    reached = sorted(case.escalations, key=lambda rung: (rung[0], rung[1], rung[2] or ""))
    return [Escalation(kind=kind, level=level, escalated_to=whom) for kind, level, whom in reached]
