"""What the guidelines `staff` and `handling` ask of a case before it goes on, and what of it is missing.

What another system has decided is taken over as it is.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from service.domain.case.context import DecisionContext
from service.domain.case.readings.complaint_steps import reassured_first
from service.domain.case.record.closure import MATTER_GONE
from service.domain.case.record.following.plan_stages import StageDue
from service.domain.case.record.replies import PlanStage
from service.domain.case.rules import DueBeforePromisedError
from service.domain.case.state import Case
from service.domain.decision import refuses_with
from service.domain.guidelines.handling import HandlingStandard, NeedRule, decisive
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import Refusal
from service.domain.text import signs_of
from service.domain.vocabulary import BuyerDetail, CloseReason, FaultDetail, HandlingMode, Need


class NobodyAccountableError(Refusal):
    """A case without an owner can be neither resolved nor closed (REQUIREMENTS 13)."""


class NeedsNotMetError(Refusal):
    """The guideline `handling` names what must stand on the record first (REQUIREMENTS 13, 64, 152)."""


class ConfirmationWindowOpenError(Refusal, field="reason"):
    """A case closes because the window has passed only after it has; its length says `handling`."""


class NotFromASourceError(Refusal, field="reason"):
    """Only a case that another system keeps or has kept is closed because that system closed it."""


class PlanWithoutStagesError(Refusal, field="stages"):
    """A plan has as many stages as the guideline `handling` says, each with title and due time of its own."""


class Dated(Protocol):
    """A command at an instant."""

    def happened_at(self, now: datetime) -> datetime: ...


class ClosingCommand(Dated, Protocol):
    """A command that closes a case."""

    @property
    def reason(self) -> CloseReason: ...


class Resolving(Dated, Protocol):
    """A command that resolves a case."""

    @property
    def phenomenon(self) -> str | None: ...

    @property
    def cause(self) -> str | None: ...

    @property
    def solution(self) -> str | None: ...

    @property
    def resolution(self) -> str | None: ...


class EtaNotPromisedError(Refusal, field="commitment_id"):
    """An expected time that the customer is told is a promise, where the guideline `handling` says so."""


class Expecting(Dated, Protocol):
    """A command that tells the customer when something is expected to be done; null: it does not."""

    @property
    def eta_at(self) -> datetime | None: ...

    @property
    def commitment_id(self) -> UUID | None: ...


class Planning(Dated, Protocol):
    """A command that proposes a plan."""

    @property
    def stages(self) -> tuple[PlanStage, ...]: ...


def _left_unsolved(case: Case) -> bool:
    """Return whether the last visit to the customer solved nothing."""
    ended = [(one.ended_at, one.solved) for one in case.dispatches if one.ended_at is not None]
    return bool(ended) and not max(ended)[1]


def _was_followed(case: Case, at: datetime) -> bool:
    """Return whether something was set going since an instant: somebody informed, sent or asked."""
    steps = (
        *(since for _, since in case.counterparts),
        *(one.arranged_at for one in case.dispatches),
        *(one.requested_at for one in case.collaborations),
    )
    return any(since >= at for since in steps)


_IS_MET: dict[Need, Callable[[Case], bool]] = {
    Need.CLASSIFICATION: lambda case: case.classification.response_class is not None,
    Need.ANSWER: lambda case: case.cycle in case.answered_cycles,
    Need.TASK_FORCE: lambda case: bool(case.task_force),
    Need.PLAN: lambda case: case.cycle in case.planned_cycles,
    Need.DISPATCH_OUTCOME: lambda case: all(one.ended_at is not None for one in case.dispatches),
    Need.SOLVED_ON_SITE: lambda case: not _left_unsolved(case),
    Need.COLLABORATION_OUTCOME: lambda case: not any(one.is_open for one in case.collaborations),
    Need.EXCEPTION_DECISION: lambda case: all(one.is_granted is not None for one in case.exceptions),
    Need.CAUSE: lambda case: case.complaint.has_cause,
    Need.FEEDBACK: lambda case: case.is_confirmed or case.cycle in case.fed_back_cycles,
    Need.REASSURANCE: lambda case: reassured_first(case) is True,
    Need.FAULT_DETAILS: lambda case: case.known_of_fault.issuperset(FaultDetail),
    Need.ORDER: lambda case: case.order_reference is not None or bool(case.order_milestones),
    Need.BUYER_PROFILE: lambda case: case.known_of_buyer.issuperset(BuyerDetail),
    Need.CUSTOMER_WORDS: lambda _: False,
    Need.REAL_NEED: lambda case: bool(case.needs),
    Need.SOLUTION: lambda case: case.status != "open",
    Need.CONTINGENCY_PLAN: lambda case: bool(case.contingency_plans),
    Need.HANDLING_MODE: lambda case: case.handling_mode is not None,
    Need.MODE_OF_DISPATCH: lambda case: (
        case.handling_mode in {None, HandlingMode.ON_SITE} or not case.was_visited_in_cycle
    ),
    Need.OWN_WORDS: lambda case: case.status != "open",
    Need.PLAN_STAGES: lambda case: all(one.done_at is not None for one in case.plan_stages),
    Need.CONTINGENCY_STEPS: lambda case: all(_was_followed(case, at) for _, at in case.contingency_plans),
    Need.ARRIVAL: lambda _: False,
    Need.ETA: lambda case: case.status != "open",
    Need.NEWS: lambda case: case.status != "open",
}


_ASKS_FOR_NOTHING = HandlingStandard(version=1, confirmation_needs_evidence=False)


def is_decided_elsewhere(case: Case) -> bool:
    """Return whether another system decides, or has decided, how far the case is."""
    return case.last_source_update is not None or case.taken_over is not None


def standard(case: Case, command: Dated, context: DecisionContext) -> HandlingStandard:
    """Return how thoroughly a case must be handled."""
    if is_decided_elsewhere(case):
        return _ASKS_FOR_NOTHING
    found = context.rulebook.guideline(HandlingStandard, command.happened_at(context.now))
    return found or _ASKS_FOR_NOTHING


def told_with(command: Resolving) -> frozenset[Need]:
    """Return the needs that a resolution itself meets."""
    said = [words for words in (command.phenomenon, command.cause, command.solution) if words is not None]
    told = {
        Need.CAUSE: command.cause is not None,
        Need.SOLUTION: (command.solution or command.resolution) is not None,
        Need.OWN_WORDS: len({signs_of(each) for each in said}) == len(said),
    }
    return frozenset(need for need, is_told in told.items() if is_told)


def missing(
    case: Case, rules: Iterable[NeedRule], consequence: str, told: frozenset[Need] = frozenset()
) -> tuple[Need, ...]:
    """Return the needs that are not met and have this consequence; `told` are met by the command itself."""
    rules = decisive(rules, case.classification.response_class, case.kind)
    return tuple(
        rule.need
        for rule in rules
        if rule.if_missing == consequence and rule.need not in told and not _IS_MET[rule.need](case)
    )


def refuse_missing(case: Case, rules: Iterable[NeedRule], told: frozenset[Need] = frozenset()) -> None:
    """Refuse what lacks a need without which the guideline lets it not be."""
    if needs := missing(case, rules, "refuse", told):
        raise NeedsNotMetError(missing=", ".join(needs))


@refuses_with(NeedsNotMetError)
def plan_needs_be_met(case: Case, command: Dated, context: DecisionContext) -> None:
    refuse_missing(case, standard(case, command, context).before_plan)


@refuses_with(DueBeforePromisedError)
def stages_must_be_due_later(_: Case, command: Planning, context: DecisionContext) -> None:
    proposed_at = command.happened_at(context.now)
    first_due_at = min(stage.due_at for stage in command.stages)
    if first_due_at <= proposed_at:
        raise DueBeforePromisedError(field="stages", due_at=first_due_at, promised_at=proposed_at)


def stages_in(case: Case, command: Planning, context: DecisionContext) -> int:
    """Return how many stages a plan has, by the guideline `handling`."""
    return standard(case, command, context).stages_in((each.title, each.due_at) for each in command.stages)


def schedule_of(command: Planning) -> tuple[StageDue, ...]:
    """Return by when who has which stage done, in the order of the due times."""
    in_order = sorted(command.stages, key=lambda each: each.due_at)
    return tuple(
        StageDue(stage=number, due_at=each.due_at, responsible=each.responsible)
        for number, each in enumerate(in_order, start=1)
    )


@refuses_with(PlanWithoutStagesError)
def plan_must_have_stages(case: Case, command: Planning, context: DecisionContext) -> None:
    least = standard(case, command, context).stages_of(case.classification.response_class)
    stages = stages_in(case, command, context)
    if stages < least:
        raise PlanWithoutStagesError(stages=stages, least=least)


@refuses_with(EtaNotPromisedError)
def eta_must_be_promised(case: Case, command: Expecting, context: DecisionContext) -> None:
    is_named = command.eta_at is not None and command.commitment_id is None
    if is_named and standard(case, command, context).eta_is_promised:
        raise EtaNotPromisedError(eta_at=command.eta_at)


@refuses_with(NeedsNotMetError)
def resolution_needs_be_met(case: Case, command: Resolving, context: DecisionContext) -> None:
    if case.status == "open":
        refuse_missing(case, standard(case, command, context).before_resolution, told_with(command))


@refuses_with(NeedsNotMetError)
def closing_needs_be_met(case: Case, command: ClosingCommand, context: DecisionContext) -> None:
    if case.status != "closed" and command.reason not in MATTER_GONE:
        refuse_missing(case, standard(case, command, context).before_close)


@refuses_with(ConfirmationWindowOpenError)
def window_must_have_passed(case: Case, command: ClosingCommand, context: DecisionContext) -> None:
    if command.reason is not CloseReason.CONFIRMATION_WINDOW_PASSED or case.status != "resolved":
        return
    window = timedelta(seconds=standard(case, command, context).confirmation_window_seconds)
    if case.resolved_at is not None and command.happened_at(context.now) < case.resolved_at + window:
        raise ConfirmationWindowOpenError(resolved_at=case.resolved_at, closes_at=case.resolved_at + window)


@refuses_with(NotFromASourceError)
def source_must_be_known(case: Case, command: ClosingCommand, context: DecisionContext) -> None:
    """A record without the guideline asks for no source."""
    if command.reason is not CloseReason.SOURCE_CLOSED or case.status == "closed":
        return
    if standard(case, command, context) is not _ASKS_FOR_NOTHING:
        raise NotFromASourceError


@refuses_with(NobodyAccountableError)
def resolution_needs_an_owner(case: Case, command: Dated, context: DecisionContext) -> None:
    if case.status != "resolved":
        _refuse_nobody_accountable(case, command, context)


@refuses_with(NobodyAccountableError)
def closing_needs_an_owner(case: Case, command: ClosingCommand, context: DecisionContext) -> None:
    if command.reason is not CloseReason.SOURCE_CLOSED:
        _refuse_nobody_accountable(case, command, context)


def _refuse_nobody_accountable(case: Case, command: Dated, context: DecisionContext) -> None:
    if case.owner is not None or case.status == "closed" or is_decided_elsewhere(case):
        return
    staff = context.rulebook.guideline(StaffDirectory, command.happened_at(context.now))
    if staff is not None and staff.owner_required:
        raise NobodyAccountableError


PLAN_RULES = (stages_must_be_due_later, plan_must_have_stages, plan_needs_be_met)
"""What a plan obeys besides."""
