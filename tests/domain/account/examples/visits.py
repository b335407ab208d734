"""Talks with a customer and visits, by example."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from service.domain.account.days.visit_days import over_at
from service.domain.account.decisions.visits import (
    CancelPlannedVisit,
    PlannedDayIsOverError,
    PlannedVisitIsOverError,
    PlannedVisitNotFoundError,
    PlanVisit,
    RecordFirstContact,
    RecordVisit,
    VisitQuestionsUnansweredError,
    channel_must_suit_the_visit,
    plan_must_not_have_been_held,
    plan_must_stand,
    planned_day_must_lie_ahead,
    planned_visit_must_be_known,
    visit_questions_must_be_answered,
)
from service.domain.account.reaching import (
    SAID,
    ContactChannelNotAllowedError,
    NothingSaidError,
    channel_must_reach_the_customer,
    customer_must_have_said_something,
)
from service.domain.account.record.visits import (
    FirstContactMade,
    PlannedVisitCancelled,
    VisitPlanned,
    VisitRecorded,
)
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Channel, VisitKind
from tests.domain.account.examples.profile import owned
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    after,
    by_default_rules,
    with_fields,
)
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import Scene, Scenes, Step

_OPENED = (opened(),)


def visited(kind: VisitKind, *, reached: bool = True) -> VisitRecorded:
    return VisitRecorded(occurred_at=AT, kind=kind, channel=Channel.PHONE, reached=reached)


VISIT_ID = UUID("0195c3a0-0000-7000-8000-0000000000f1")
_BY = date(2026, 4, 15)
_PLANNED = VisitPlanned(
    occurred_at=TEN, visit_id=VISIT_ID, kind=VisitKind.CALL, planned_on=_BY, aim="How the line runs"
)
_CANCELLED = PlannedVisitCancelled(occurred_at=TEN, visit_id=VISIT_ID, reason="On holiday")
_HELD = VisitRecorded(
    occurred_at=TEN,
    kind=VisitKind.CALL,
    channel=Channel.PHONE,
    reached=True,
    new_needs="A second line",
    visit_id=VISIT_ID,
)
_VISITED = happened(Milestone.VISIT_HELD, AT)
WAYS: Ways = (
    Example(
        RecordFirstContact(channel=Channel.PHONE, record="Told who we are"),
        (opened(), owned()),
        (FirstContactMade(occurred_at=AT, owner="a.wang", channel=Channel.PHONE, record="Told who we are"),),
    ),
    Example(
        RecordVisit(kind=VisitKind.INTERVIEW, channel=Channel.ON_SITE, new_needs="A second line"),
        _OPENED,
        (
            VisitRecorded(
                occurred_at=AT,
                kind=VisitKind.INTERVIEW,
                channel=Channel.ON_SITE,
                reached=True,
                new_needs="A second line",
            ),
        ),
    ),
    Example(
        PlanVisit(visit_id=VISIT_ID, kind=VisitKind.CALL, planned_on=_BY, aim="How the line runs"),
        _OPENED,
        (_PLANNED.model_copy(update={"occurred_at": AT}),),
    ),
    Example(
        CancelPlannedVisit(visit_id=VISIT_ID, reason="On holiday"),
        (*_OPENED, _PLANNED),
        (_CANCELLED.model_copy(update={"occurred_at": AT}),),
    ),
)
REPEATABLE: Commands = (RecordVisit,)
ABOUT_AN_EARLIER_EVENT: Commands = (CancelPlannedVisit,)
BREAKS: Breaks = {
    (planned_visit_must_be_known, PlannedVisitNotFoundError): by_default_rules(visit_id=UUID(int=5)),
    (plan_must_stand, PlannedVisitIsOverError): lambda way: replace(
        with_fields(visit_id=VISIT_ID)(way), history=(*way.history, _PLANNED, _HELD)
    ),
    (plan_must_not_have_been_held, PlannedVisitIsOverError): after(_HELD),
    (planned_day_must_lie_ahead, PlannedDayIsOverError): with_fields(planned_on=date(2026, 3, 1)),
    (channel_must_reach_the_customer, ContactChannelNotAllowedError): by_default_rules(
        channel=Channel.INTERNAL
    ),
    (customer_must_have_said_something, NothingSaidError): with_fields(**dict.fromkeys(SAID)),
    (channel_must_suit_the_visit, ContactChannelNotAllowedError): by_default_rules(channel=Channel.EMAIL),
    (visit_questions_must_be_answered, VisitQuestionsUnansweredError): by_default_rules(
        new_needs=None, outcome="Well"
    ),
}
TRIGGERS: Triggers = (
    (
        _OPENED,
        FirstContactMade(occurred_at=AT, owner="a.wang", channel=Channel.PHONE, record="x"),
        happened(Milestone.FIRST_CONTACT_MADE, AT, subject="a.wang"),
    ),
    (
        _OPENED,
        _PLANNED,
        happened(Milestone.VISIT_PLANNED, TEN, subject=str(VISIT_ID), due_at=over_at(_BY)),
    ),
    (
        (*_OPENED, _PLANNED),
        _CANCELLED,
        happened(Milestone.PLANNED_VISIT_CANCELLED, TEN, subject=str(VISIT_ID)),
    ),
    (
        (*_OPENED, _PLANNED),
        _HELD,
        (
            *happened(Milestone.VISIT_HELD, TEN),
            *happened(Milestone.PLANNED_VISIT_HELD, TEN, subject=str(VISIT_ID)),
        ),
    ),
    (_OPENED, visited(VisitKind.VISIT), _VISITED),
    (_OPENED, visited(VisitKind.CALL), _VISITED),
    (_OPENED, visited(VisitKind.INTERVIEW), (*_VISITED, *happened(Milestone.INTERVIEW_HELD, AT))),
    (
        _OPENED,
        visited(VisitKind.EXECUTIVE_MEETING),
        (*_VISITED, *happened(Milestone.EXECUTIVES_MET, AT)),
    ),
    (_OPENED, visited(VisitKind.GATHERING), ()),
    *((_OPENED, visited(kind, reached=False), ()) for kind in VisitKind),
)
WITHOUT_FIGURES: Events = (
    FirstContactMade,
    VisitPlanned,
    PlannedVisitCancelled,
    VisitRecorded,
)
_PLAN: Step = (
    "planned-visits",
    {"visit_id": str(VISIT_ID), "kind": "call", "planned_on": "2100-04-15", "aim": "How the line runs"},
)
SCENES: Scenes = {
    PlanVisit: Scene("VisitPlanned.v1", _PLAN[1]),
    CancelPlannedVisit: Scene(
        "PlannedVisitCancelled.v1",
        {"visit_id": str(VISIT_ID), "reason": "On holiday"},
        before=[_PLAN],
    ),
    RecordFirstContact: Scene("FirstContactMade.v1", {"channel": "phone", "record": "told who we are"}),
    RecordVisit: Scene("VisitRecorded.v1", {"kind": "call", "channel": "phone", "new_needs": "a press"}),
}
