"""Talks with a customer and visits, by example."""

from service.domain.account.decisions.visits import (
    RecordFirstContact,
    RecordVisit,
    VisitQuestionsUnansweredError,
    channel_must_suit_the_visit,
    visit_questions_must_be_answered,
)
from service.domain.account.reaching import (
    SAID,
    ContactChannelNotAllowedError,
    NothingSaidError,
    channel_must_reach_the_customer,
    customer_must_have_said_something,
)
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Channel, VisitKind
from tests.domain.account.examples.profile import owned
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, by_default_rules, with_fields
from tests.domain.facts import opened
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import Scene, Scenes

_OPENED = (opened(),)


def visited(kind: VisitKind, *, reached: bool = True) -> VisitRecorded:
    return VisitRecorded(occurred_at=AT, kind=kind, channel=Channel.PHONE, reached=reached)


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
)
REPEATABLE: Commands = (RecordVisit,)
BREAKS: Breaks = {
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
    VisitRecorded,
)
SCENES: Scenes = {
    RecordFirstContact: Scene("FirstContactMade.v1", {"channel": "phone", "record": "told who we are"}),
    RecordVisit: Scene("VisitRecorded.v1", {"kind": "call", "channel": "phone", "new_needs": "a press"}),
}
