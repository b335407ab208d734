"""Taking a case in, by example."""

from dataclasses import replace

from service.domain.account.rules import AccountClosedError, AccountNotFoundError, OccurredBeforeOpeningError
from service.domain.case.decisions.intake import (
    AcknowledgeReceipt,
    CaseAlreadyReceivedError,
    DescribeFault,
    PartOfAnotherCustomersError,
    PolicyUnknownError,
    ReceiveCase,
    RecordSourceUpdate,
    TakenOverInFutureError,
    account_must_be_cared_for,
    account_must_be_open,
    account_must_have_been_opened,
    must_be_absent,
    must_not_be_taken_over_in_future,
    policy_of_history_must_be_published,
    whole_must_be_of_this_customer,
)
from service.domain.case.decisions.links import OtherCaseNotFoundError
from service.domain.case.looked_up import LookedUp, OtherCase
from service.domain.case.record.intake import FaultDescribed, ReceiptAcknowledged, SourceUpdateRecorded
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.policy import TakenOver
from service.domain.timeline.tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import AuthorKind, CaseKind, Channel, FaultDetail
from tests.domain.example import A_MOMENT, AT, Break, Breaks, Commands, Events, Example, Ways, on, with_fields
from tests.domain.facts import ACCOUNT_ID, NINE, OTHER_CASE_ID, TEN, received
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import Scene, Scenes
from tests.specification import OPEN_ACCOUNT

_RECEIVED = (received(),)
WAYS: Ways = (
    Example(
        ReceiveCase(
            account_id=ACCOUNT_ID,
            channel=Channel.PHONE,
            kind=CaseKind.TECHNICAL,
            subject="The spindle stops",
        ),
        (),
        (received(occurred_at=AT),),
    ),
    Example(AcknowledgeReceipt(), _RECEIVED, (ReceiptAcknowledged(occurred_at=AT),)),
    Example(
        DescribeFault(symptom="Error 7", impact="12 people wait", fault_began_at=NINE),
        _RECEIVED,
        (
            FaultDescribed(
                occurred_at=AT,
                symptom="Error 7",
                impact="12 people wait",
                fault_began_at=NINE,
                details=tuple(FaultDetail),
            ),
        ),
    ),
    Example(
        RecordSourceUpdate(source="jira", reference="SUP-7", update="3", promise_kept=True),
        _RECEIVED,
        (
            SourceUpdateRecorded(
                occurred_at=AT, source="jira", reference="SUP-7", update="3", promise_kept=True
            ),
        ),
    ),
)
_ANOTHER_CUSTOMERS = OtherCase(account_id=OTHER_CASE_ID, is_closed=False, split_from=None, goes_on_in=None)


def _split_from(whole: OtherCase | None) -> Break:
    """Receive it as a part of a case of which this was looked up."""
    looked_up = LookedUp(other_cases={OTHER_CASE_ID: whole})
    return lambda way: replace(with_fields(split_from=OTHER_CASE_ID)(way), looked_up=looked_up)


REPEATABLE: Commands = (DescribeFault,)
WITHOUT_FIGURES: Events = (FaultDescribed,)
CREATING: Commands = (ReceiveCase,)
BREAKS: Breaks = {
    (must_be_absent, CaseAlreadyReceivedError): on(received()),
    (account_must_be_cared_for, AccountClosedError): lambda way: replace(
        way, account=replace(OPEN_ACCOUNT, closed_at=NINE)
    ),
    (must_not_be_taken_over_in_future, TakenOverInFutureError): with_fields(
        taken_over=TakenOver(at=AT + CLOCK_TOLERANCE + A_MOMENT)
    ),
    (policy_of_history_must_be_published, PolicyUnknownError): with_fields(
        taken_over=TakenOver(at=AT, policy_id="nobodys")
    ),
    (account_must_have_been_opened, OccurredBeforeOpeningError): lambda way: replace(
        way, account=replace(OPEN_ACCOUNT, opened_at=AT + CLOCK_TOLERANCE + A_MOMENT)
    ),
    (whole_must_be_of_this_customer, OtherCaseNotFoundError): _split_from(None),
    (whole_must_be_of_this_customer, PartOfAnotherCustomersError): _split_from(_ANOTHER_CUSTOMERS),
    (account_must_be_open, AccountNotFoundError): lambda way: replace(way, history=(), account=None),
}
TRIGGERS: Triggers = (
    ((), received(), happened(Milestone.RECEIVED, NINE)),
    (_RECEIVED, ReceiptAcknowledged(occurred_at=TEN), happened(Milestone.ACKNOWLEDGED)),
    (_RECEIVED, ReceiptAcknowledged(occurred_at=TEN, author_kind=AuthorKind.BOT), ()),
    (_RECEIVED, FaultDescribed(occurred_at=TEN, symptom="Error 7", details=(FaultDetail.SYMPTOM,)), ()),
    (_RECEIVED, SourceUpdateRecorded(occurred_at=TEN, source="s", reference="r", update="1"), ()),
)
SCENES: Scenes = {
    ReceiveCase: Scene("CaseReceived.v1", {"channel": "phone", "kind": "complaint", "subject": "late"}),
    AcknowledgeReceipt: Scene("ReceiptAcknowledged.v1"),
    DescribeFault: Scene("FaultDescribed.v1", {"symptom": "error 7", "impact": "12 people wait"}),
    RecordSourceUpdate: Scene(
        "SourceUpdateRecorded.v1", {"source": "servicenow", "reference": "INC1", "update": "1"}
    ),
}
