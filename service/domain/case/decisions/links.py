"""Other cases that have to do with a case: links, parts that go on by themselves, merges."""

from datetime import datetime
from uuid import UUID

from service.domain.case.context import DecisionContext
from service.domain.case.record.links import (
    OTHER_WAY_ROUND,
    CaseLinked,
    CaseMerged,
    CaseSplit,
    CaseUnlinked,
    CaseUnmerged,
)
from service.domain.case.rules import DATED, NOT_CLOSED
from service.domain.case.situation import classes_of
from service.domain.case.state import Case
from service.domain.clocks.verdict import is_breached
from service.domain.command import Command
from service.domain.decision import Told, decides, records, refuses_with
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.timeline.tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import CaseRelation, ResponseClass

_STRICT = frozenset({ResponseClass.COMPLAINT, ResponseClass.GREEN_CHANNEL, ResponseClass.URGENT})


class LinkCase(Command, example={"relation": "child"}):
    """Link the case to another one. The other case shows the link too; no second command is needed."""

    other_case_id: UUID
    relation: CaseRelation
    reason: FreeText | None = None


class UnlinkCase(Command, example={"relation": "child"}):
    """Remove a link."""

    other_case_id: UUID
    relation: CaseRelation
    reason: FreeText | None = None


class SplitCase(Command, example={"reason": "The invoice is a matter of its own"}):
    """Split off a part of the matter into a case that was received before with `split_from`.

    The promises of this case stay; those of the new case count from its own receipt.
    """

    into_case_id: UUID
    reason: FreeText


class MergeCase(Command, example={"reason": "Reported twice"}):
    """Merge the case into another one.

    What was promised until its end is void by this act. After an unmerge it counts as if there had been no
    merge.
    """

    into_case_id: UUID
    reason: FreeText


class UnmergeCase(Command, example={"reason": "It is another press"}):
    """Separate a merged case from the other one again. Its promises count as if it had not been merged."""

    reason: FreeText


class LinkedToItselfError(Refusal, field="other_case_id"):
    """A case cannot be linked to itself."""


class LinkedOtherWayRoundError(Refusal, field="relation"):
    """The cases are already linked in the opposite direction; only one can be the parent of the other."""


class SplitIntoItselfError(Refusal, field="into_case_id"):
    """A case cannot be split into itself."""


class CaseAlreadyMergedError(Refusal, field="into_case_id"):
    """The case is already merged into another one."""


class MergedIntoItselfError(Refusal, field="into_case_id"):
    """A case cannot be merged into itself."""


class OtherCaseNotFoundError(Refusal, field="into_case_id"):
    """A case can be linked, split or merged only with a case that is on the record."""


class NotReceivedAsPartError(Refusal, field="into_case_id"):
    """A case is split into one that was received with its id in `split_from`."""


class MergedIntoOtherCustomersError(Refusal, field="into_case_id"):
    """A case can be merged only into a case of the same customer."""


class MergedIntoClosedError(Refusal, field="into_case_id"):
    """A case cannot be merged into a closed one, on which nobody works."""


class MergedIntoMilderError(Refusal, field="into_case_id"):
    """A complaint is merged only into a complaint, an urgent case only into one that is as urgent."""


class MergedBeforeReceivedError(Refusal, field="occurred_at"):
    """A case cannot be merged into one that was received later."""


class MergedBeforeBreachError(Refusal, field="occurred_at"):
    """A merge told late cannot undo a breach that happened meanwhile."""


class MergedIntoMergedError(Refusal, field="into_case_id"):
    """A case cannot be merged into one that is itself merged into another."""


@refuses_with(OtherCaseNotFoundError)
def linked_case_must_exist(_: Case, command: LinkCase, context: DecisionContext) -> None:
    if context.looked_up.is_no_case(command.other_case_id):
        raise OtherCaseNotFoundError(field="other_case_id", case_id=command.other_case_id)


@refuses_with(OtherCaseNotFoundError)
def other_case_must_exist(_: Case, command: SplitCase | MergeCase, context: DecisionContext) -> None:
    if context.looked_up.is_no_case(command.into_case_id):
        raise OtherCaseNotFoundError(case_id=command.into_case_id)


@refuses_with(NotReceivedAsPartError)
def part_must_have_been_received_as_such(case: Case, command: SplitCase, context: DecisionContext) -> None:
    other = context.looked_up.other_cases.get(command.into_case_id)
    is_repeat = command.into_case_id in case.split_into
    if other is not None and not is_repeat and other.split_from != context.stream_id:
        raise NotReceivedAsPartError(into_case_id=command.into_case_id)


@refuses_with(MergedIntoOtherCustomersError, MergedIntoMergedError, MergedIntoClosedError)
def case_must_go_on_for_this_customer(case: Case, command: MergeCase, context: DecisionContext) -> None:
    other = context.looked_up.other_cases.get(command.into_case_id)
    if other is None or case.merged_into == command.into_case_id:  # that is a repeat
        return
    if other.account_id != case.account_id:
        raise MergedIntoOtherCustomersError(into_case_id=command.into_case_id)
    if other.goes_on_in is not None:
        raise MergedIntoMergedError(into_case_id=command.into_case_id, goes_on_in=other.goes_on_in)
    if other.is_closed:
        raise MergedIntoClosedError(into_case_id=command.into_case_id)


@refuses_with(MergedIntoMilderError)
def promises_must_go_on(case: Case, command: MergeCase, context: DecisionContext) -> None:
    """What is promised by class here is promised there, too: a merge is no way out of it."""
    other = context.looked_up.other_cases.get(command.into_case_id)
    if other is None or case.merged_into == command.into_case_id:
        return
    as_strict = other.response_classes
    if ResponseClass.GREEN_CHANNEL in as_strict:
        as_strict |= {ResponseClass.URGENT}
    if lacking := (classes_of(case) & _STRICT) - as_strict:
        raise MergedIntoMilderError(
            into_case_id=command.into_case_id, response_class=", ".join(sorted(lacking))
        )


@refuses_with(MergedBeforeReceivedError)
def other_case_must_have_been_received(_: Case, command: MergeCase, context: DecisionContext) -> None:
    other, at = context.looked_up.other_cases.get(command.into_case_id), command.happened_at(context.now)
    if other is not None and other.received_at is not None and at + CLOCK_TOLERANCE < other.received_at:
        raise MergedBeforeReceivedError(occurred_at=at, received_at=other.received_at)


@refuses_with(MergedBeforeBreachError)
def breaches_must_stand(case: Case, command: MergeCase, context: DecisionContext) -> None:
    """What was broken by now was broken while the case was still worked on by itself."""
    at = command.happened_at(context.now)
    broken = [one.due_at for one in case.clocks.clocks if one.due_at > at and is_breached(one, context.now)]
    if broken and case.merged_into is None:
        raise MergedBeforeBreachError(occurred_at=at, due_at=max(broken))


@refuses_with(LinkedToItselfError)
def must_not_be_linked_to_itself(_: Case, command: LinkCase, context: DecisionContext) -> None:
    if command.other_case_id == context.stream_id:
        raise LinkedToItselfError


@refuses_with(LinkedOtherWayRoundError)
def must_not_be_linked_the_other_way_round(case: Case, command: LinkCase, _: DecisionContext) -> None:
    other_way = OTHER_WAY_ROUND.get(command.relation)
    if other_way and (other_way, command.other_case_id) in case.links:
        raise LinkedOtherWayRoundError(other_case_id=command.other_case_id, relation=other_way)


@refuses_with(SplitIntoItselfError)
def must_not_be_split_into_itself(_: Case, command: SplitCase, context: DecisionContext) -> None:
    if command.into_case_id == context.stream_id:
        raise SplitIntoItselfError


@refuses_with(MergedIntoItselfError)
def must_not_be_merged_into_itself(_: Case, command: MergeCase, context: DecisionContext) -> None:
    if command.into_case_id == context.stream_id:
        raise MergedIntoItselfError


@refuses_with(CaseAlreadyMergedError)
def must_not_be_merged_elsewhere(case: Case, command: MergeCase, _: DecisionContext) -> None:
    if case.merged_into not in {None, command.into_case_id}:
        raise CaseAlreadyMergedError(into_case_id=case.merged_into)


def is_linked(case: Case, command: LinkCase | UnlinkCase, _: datetime) -> bool:
    return (command.relation, command.other_case_id) in case.links


def is_not_linked(case: Case, command: UnlinkCase, at: datetime) -> bool:
    return not is_linked(case, command, at)


def is_split(case: Case, command: SplitCase, _: datetime) -> bool:
    return command.into_case_id in case.split_into


def is_merged(case: Case, command: MergeCase, _: datetime) -> bool:
    return case.merged_into == command.into_case_id


def is_not_merged(case: Case, _: UnmergeCase, __: datetime) -> bool:
    return case.merged_into is None


def merge_on_record(case: Case, _: MergeCase) -> Told | None:
    return None if case.merged_at is None else {"occurred_at": case.merged_at}


DECISIONS = (
    decides(
        LinkCase,
        records(CaseLinked, unless=is_linked),
        *DATED,
        must_not_be_linked_to_itself,
        linked_case_must_exist,
        must_not_be_linked_the_other_way_round,
    ),
    decides(UnlinkCase, records(CaseUnlinked, unless=is_not_linked), *DATED, ends=True),
    decides(
        SplitCase,
        records(CaseSplit, unless=is_split),
        *NOT_CLOSED,
        must_not_be_split_into_itself,
        other_case_must_exist,
        part_must_have_been_received_as_such,
    ),
    decides(
        MergeCase,
        records(CaseMerged, unless=is_merged),
        *NOT_CLOSED,
        must_not_be_merged_into_itself,
        must_not_be_merged_elsewhere,
        other_case_must_exist,
        case_must_go_on_for_this_customer,
        promises_must_go_on,
        other_case_must_have_been_received,
        breaches_must_stand,
        once=merge_on_record,
    ),
    decides(UnmergeCase, records(CaseUnmerged, unless=is_not_merged), *DATED, ends=True),
)
