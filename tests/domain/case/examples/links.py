"""Cases that have to do with each other, that are split and that are merged, by example."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from service.domain.account.context import NOWHERE
from service.domain.case.decisions.links import (
    CaseAlreadyMergedError,
    LinkCase,
    LinkedOtherWayRoundError,
    LinkedToItselfError,
    MergeCase,
    MergedBeforeBreachError,
    MergedBeforeReceivedError,
    MergedIntoClosedError,
    MergedIntoItselfError,
    MergedIntoMergedError,
    MergedIntoMilderError,
    MergedIntoOtherCustomersError,
    NotReceivedAsPartError,
    OtherCaseNotFoundError,
    SplitCase,
    SplitIntoItselfError,
    UnlinkCase,
    UnmergeCase,
    breaches_must_stand,
    case_must_go_on_for_this_customer,
    linked_case_must_exist,
    must_not_be_linked_the_other_way_round,
    must_not_be_linked_to_itself,
    must_not_be_merged_elsewhere,
    must_not_be_merged_into_itself,
    must_not_be_split_into_itself,
    other_case_must_exist,
    other_case_must_have_been_received,
    part_must_have_been_received_as_such,
    promises_must_go_on,
)
from service.domain.case.looked_up import LookedUp, OtherCase
from service.domain.case.record.links import CaseLinked, CaseMerged, CaseSplit, CaseUnlinked, CaseUnmerged
from service.domain.clocks.events import ClockStarted
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import CaseRelation
from tests.domain.example import AT, Break, Breaks, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import (
    ACCOUNT_ID,
    ELEVEN,
    OTHER_CASE_ID,
    RESOLVED,
    TEN,
    received,
    received_complaint,
)
from tests.domain.trigger_rows import Triggers, happened, untimed
from tests.scene import Scene, Scenes, Step

_RECEIVED = (received(),)
_LINK: dict[str, Any] = {
    "other_case_id": OTHER_CASE_ID,
    "relation": CaseRelation.CHILD,
    "reason": "One batch",
}
_PARENT = CaseLinked(occurred_at=TEN, other_case_id=OTHER_CASE_ID, relation=CaseRelation.PARENT)
_MERGED_ELSEWHERE = CaseMerged(occurred_at=TEN, into_case_id=ACCOUNT_ID, reason="The same stop")
WAYS: Ways = (
    Example(
        MergeCase(into_case_id=OTHER_CASE_ID, reason="The same stop, told twice"),
        _RECEIVED,
        (CaseMerged(occurred_at=AT, into_case_id=OTHER_CASE_ID, reason="The same stop, told twice"),),
    ),
    Example(
        UnmergeCase(reason="Another spindle after all"),
        (received(), CaseMerged(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The same stop")),
        (CaseUnmerged(occurred_at=AT, reason="Another spindle after all"),),
    ),
    Example(LinkCase(**_LINK), _RECEIVED, (CaseLinked(occurred_at=ELEVEN, **_LINK),)),
    Example(
        UnlinkCase(**_LINK),
        (received(), CaseLinked(occurred_at=TEN, **_LINK)),
        (CaseUnlinked(occurred_at=ELEVEN, **_LINK),),
    ),
    Example(
        SplitCase(into_case_id=OTHER_CASE_ID, reason="The invoice is another matter"),
        _RECEIVED,
        (CaseSplit(occurred_at=ELEVEN, into_case_id=OTHER_CASE_ID, reason="The invoice is another matter"),),
    ),
)
_OTHER = OtherCase(account_id=ACCOUNT_ID, is_closed=False, split_from=None, goes_on_in=None, received_at=TEN)
_DUE_AT = TEN + timedelta(minutes=30)
_PROMISED = ClockStarted(
    occurred_at=TEN,
    clock_id=OTHER_CASE_ID,
    clock="first_reply",
    cycle=1,
    counts_from_at=TEN,
    due_at=_DUE_AT,
    calendar_id="always",
    calendar_version=1,
    policy_id="default",
    policy_version=1,
    rule="first_reply",
)


def _beside(other: OtherCase | None) -> Break:
    """Send the command when this was looked up of the other case."""
    return lambda way: replace(way, looked_up=LookedUp(other_cases={OTHER_CASE_ID: other}))


BREAKS: Breaks = {
    (linked_case_must_exist, OtherCaseNotFoundError): _beside(None),
    (other_case_must_exist, OtherCaseNotFoundError): _beside(None),
    (part_must_have_been_received_as_such, NotReceivedAsPartError): _beside(_OTHER),
    (case_must_go_on_for_this_customer, MergedIntoOtherCustomersError): _beside(
        replace(_OTHER, account_id=OTHER_CASE_ID)
    ),
    (case_must_go_on_for_this_customer, MergedIntoMergedError): _beside(
        replace(_OTHER, goes_on_in=ACCOUNT_ID)
    ),
    (case_must_go_on_for_this_customer, MergedIntoClosedError): _beside(replace(_OTHER, is_closed=True)),
    (promises_must_go_on, MergedIntoMilderError): lambda way: on(received_complaint())(_beside(_OTHER)(way)),
    (other_case_must_have_been_received, MergedBeforeReceivedError): _beside(
        replace(_OTHER, received_at=AT + timedelta(hours=1))
    ),
    (breaches_must_stand, MergedBeforeBreachError): lambda way: after(_PROMISED)(
        with_fields(occurred_at=TEN)(way)
    ),
    (must_not_be_linked_to_itself, LinkedToItselfError): with_fields(other_case_id=NOWHERE),
    (must_not_be_linked_the_other_way_round, LinkedOtherWayRoundError): on(received(), _PARENT),
    (must_not_be_split_into_itself, SplitIntoItselfError): with_fields(into_case_id=NOWHERE),
    (must_not_be_merged_into_itself, MergedIntoItselfError): with_fields(into_case_id=NOWHERE),
    (must_not_be_merged_elsewhere, CaseAlreadyMergedError): on(received(), _MERGED_ELSEWHERE),
}
TRIGGERS: Triggers = (
    *untimed(WAYS, CaseLinked, CaseUnlinked, CaseSplit),
    (
        _RECEIVED,
        CaseMerged(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The same stop"),
        happened(Milestone.MERGED),
    ),
    (RESOLVED, CaseUnmerged(occurred_at=TEN, reason="Another spindle"), happened(Milestone.UNMERGED)),
)
WITHOUT_FIGURES: Events = (
    CaseLinked,
    CaseUnlinked,
    CaseSplit,
)
OTHER_CASE = str(OTHER_CASE_ID)
_LINK_CHILD: list[Step] = [("link", {"other_case_id": OTHER_CASE, "relation": "child"})]
SCENES: Scenes = {
    MergeCase: Scene("CaseMerged.v1", {"into_case_id": OTHER_CASE, "reason": "told twice"}),
    UnmergeCase: Scene(
        "CaseUnmerged.v1",
        {"reason": "another press"},
        [("merge", {"into_case_id": OTHER_CASE, "reason": "told twice"})],
    ),
    LinkCase: Scene("CaseLinked.v1", _LINK_CHILD[0][1]),
    UnlinkCase: Scene("CaseUnlinked.v1", _LINK_CHILD[0][1], _LINK_CHILD),
    SplitCase: Scene("CaseSplit.v1", {"into_case_id": OTHER_CASE, "reason": "the invoice"}),
}
