"""For every command one way in which it is carried out: what stood before, the wish, what followed."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.account import commands as account_wish
from service.domain.account import events as account_fact
from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.vocabulary import (
    CaseKind,
    Channel,
    CloseReason,
    EscalationKind,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    WaitingOn,
)
from tests.domain.facts import (
    ACCOUNT_ID,
    CONTACT_ID,
    ELEVEN,
    RESOLVED,
    confirmed,
    contact_added,
    opened,
    received,
    reopened,
    replied,
    resolved,
    waiting_for_customer,
)

AT: datetime = ELEVEN


@dataclass(frozen=True)
class GoodWay:
    """A command carried out at eleven."""

    command: AnyCommand
    history: tuple[AnyEvent, ...]
    facts: tuple[AnyEvent, ...]


_OPENED = (opened(),)
_RECEIVED = (received(),)

_ACCOUNT_WAYS = (
    GoodWay(account_wish.OpenAccount(code="KA-0042", name="华东精密制造"), (), (opened(occurred_at=AT),)),
    GoodWay(
        account_wish.AddContact(contact_id=CONTACT_ID, name="李雷"), _OPENED, (contact_added(occurred_at=AT),)
    ),
    GoodWay(
        account_wish.AssignSegment(segment=Segment.HIGH_VALUE, reason="Orders every week"),
        _OPENED,
        (
            account_fact.SegmentAssigned(
                occurred_at=AT, segment=Segment.HIGH_VALUE, reason="Orders every week"
            ),
        ),
    ),
    GoodWay(
        account_wish.AssignAccountOwner(owner="a.wang", reason="Fewest accounts"),
        _OPENED,
        (account_fact.AccountOwnerAssigned(occurred_at=AT, owner="a.wang", reason="Fewest accounts"),),
    ),
)

_INTAKE_WAYS = (
    GoodWay(
        wish.ReceiveCase(
            account_id=ACCOUNT_ID,
            channel=Channel.PHONE,
            kind=CaseKind.TECHNICAL,
            subject="The spindle stops",
        ),
        (),
        (received(occurred_at=AT),),
    ),
    GoodWay(
        wish.ClassifyCase(
            response_class=ResponseClass.URGENT, priority=Priority.CRITICAL, reason="The line stands"
        ),
        _RECEIVED,
        (
            fact.CaseClassified(
                occurred_at=AT,
                response_class=ResponseClass.URGENT,
                priority=Priority.CRITICAL,
                reason="The line stands",
            ),
        ),
    ),
    GoodWay(
        wish.AssignOwner(owner="a.wang", team="drives", reason="Knows the drive"),
        _RECEIVED,
        (fact.OwnerAssigned(occurred_at=AT, owner="a.wang", team="drives", reason="Knows the drive"),),
    ),
    GoodWay(wish.AcknowledgeReceipt(), _RECEIVED, (fact.ReceiptAcknowledged(occurred_at=AT),)),
)

_WORKING_WAYS = (
    GoodWay(
        wish.SendReply(text="Please reset the drive; it will run again."),
        _RECEIVED,
        (replied(occurred_at=AT),),
    ),
    GoodWay(
        wish.HandOverCase(to_owner="b.li", note="The drive was reset"),
        _RECEIVED,
        (fact.CaseHandedOver(occurred_at=AT, to_owner="b.li", note="The drive was reset"),),
    ),
    GoodWay(
        wish.StartWaiting(waiting_on=WaitingOn.SUPPLIER, note="For the part"),
        _RECEIVED,
        (fact.WaitingStarted(occurred_at=AT, waiting_on=WaitingOn.SUPPLIER, note="For the part"),),
    ),
    GoodWay(
        wish.EndWaiting(),
        (received(), waiting_for_customer()),
        (fact.WaitingEnded(occurred_at=AT, waiting_on=WaitingOn.CUSTOMER),),
    ),
    GoodWay(
        wish.EscalateCase(level=EscalationLevel.MANAGER, escalated_to="c.zhao", reason="Third stop"),
        _RECEIVED,
        (
            fact.CaseEscalated(
                occurred_at=AT,
                kind=EscalationKind.HIERARCHICAL,
                level=EscalationLevel.MANAGER,
                escalated_to="c.zhao",
                reason="Third stop",
            ),
        ),
    ),
    GoodWay(
        wish.AddNote(text="Called twice"), _RECEIVED, (fact.NoteAdded(occurred_at=AT, text="Called twice"),)
    ),
    GoodWay(
        wish.RecordSourceUpdate(source="jira", reference="SUP-7", update="3", promise_kept=True),
        _RECEIVED,
        (
            fact.SourceUpdateRecorded(
                occurred_at=AT, source="jira", reference="SUP-7", update="3", promise_kept=True
            ),
        ),
    ),
)

_ENDING_WAYS = (
    GoodWay(
        wish.ResolveCase(resolution_code="repaired", resolution="New drive"),
        _RECEIVED,
        (fact.CaseResolved(occurred_at=AT, cycle=1, resolution_code="repaired", resolution="New drive"),),
    ),
    GoodWay(wish.ConfirmResolution(), RESOLVED, (confirmed(at=AT),)),
    GoodWay(wish.ReopenCase(), RESOLVED, (reopened(at=AT),)),
    GoodWay(
        wish.RateSatisfaction(score=4, verbatim="Quick"),
        RESOLVED,
        (fact.SatisfactionRated(occurred_at=AT, cycle=1, scale=RatingScale.CSAT, score=4, verbatim="Quick"),),
    ),
    GoodWay(
        wish.RevisitCase(channel=Channel.SMS, outcome="All runs"),
        RESOLVED,
        (fact.CaseRevisited(occurred_at=AT, channel=Channel.SMS, reached=True, outcome="All runs"),),
    ),
    GoodWay(
        wish.CloseCase(),
        (received(), resolved(), confirmed()),
        (fact.CaseClosed(occurred_at=AT, reason=CloseReason.CONFIRMED),),
    ),
)

GOOD_WAYS: dict[type[AnyCommand], GoodWay] = {
    type(way.command): way for way in (*_ACCOUNT_WAYS, *_INTAKE_WAYS, *_WORKING_WAYS, *_ENDING_WAYS)
}

# What brings a stream into being is refused the second time: the id is taken.
CREATING: frozenset[type[AnyCommand]] = frozenset(
    {account_wish.OpenAccount, account_wish.AddContact, wish.ReceiveCase}
)
# What can truly happen twice in one moment; a retry is known by its command id, not by its content.
REPEATABLE: frozenset[type[AnyCommand]] = frozenset({wish.SendReply, wish.AddNote, wish.RevisitCase})
