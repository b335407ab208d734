"""The steps of a complaint. Each is known by what it says in codes and by its instant."""

from datetime import datetime

from pydantic import Field

from service.domain.case.context import DecisionContext
from service.domain.case.decisions.collaborations import DepartmentNotListedError
from service.domain.case.readings.answers import gives_answer
from service.domain.case.record import complaints as record
from service.domain.case.rules import DATED
from service.domain.case.standards import is_decided_elsewhere, standard
from service.domain.case.state import Case
from service.domain.case.to_customer import channel_must_reach_the_customer, person_must_be_named
from service.domain.command import Command
from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.decision import Events, decides, fields_of, records, refuses_with
from service.domain.event import PastInstant
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code, signs_of
from service.domain.vocabulary import Channel

MOST_WHYS = 12
_STEPS = (record.IncidentReconstructed, record.LiabilityDetermined, record.CauseIdentified)


class ReassureCustomer(
    Command,
    records=record.CustomerReassured,
    example={"channel": "phone", "words": "We are sorry that your line stands still"},
):
    """Record that the customer was reassured before anything else."""

    channel: Channel
    words: FreeText


class ReconstructIncident(Command, example={"what_happened": "The lorry came two days late"}):
    """Record the incident: what happened, when, and who was concerned."""

    what_happened: FreeText
    took_place_at: PastInstant | None = None
    who_was_concerned: FreeText | None = None


class DetermineLiability(Command, example={"department": "logistics", "grounds": "Booked a day too late"}):
    """Record who is liable for the incident."""

    liable: Liable
    department: Code | None = None
    grounds: FreeText


class IdentifyCause(
    Command,
    records=record.CauseIdentified,
    example={
        "cause_class": "process",
        "root_code": "late_delivery",
        "process_step": "delivery",
        "whys": ["It came late", "It was booked late", "Nobody books on Fridays"],
    },
):
    """Record the cause tree, from the first why to the root cause.

    A later one replaces it; both stay on record.
    """

    cause_class: CauseClass
    root_code: Code
    process_step: Code | None = None
    whys: tuple[FreeText, ...] = Field(min_length=1, max_length=MOST_WHYS)


class RecordImpact(Command, example={"extent": "public", "observed": "A newspaper asked about it"}):
    """Record the extent of the harm."""

    extent: ImpactExtent
    observed: FreeText
    countermeasure: FreeText | None = None


class ProcessStepUnknownError(Refusal, field="process_step"):
    """The catalogue of causes does not list this process step."""


class RootCauseUnknownError(Refusal, field="root_code"):
    """The catalogue of causes does not list this root cause."""


class RootOfAnotherClassError(Refusal, field="cause_class"):
    """The root cause belongs to another class of causes."""


class CauseNotDeepEnoughError(Refusal, field="whys"):
    """A cause tree needs as many successive whys as the guideline `handling` says (REQUIREMENTS 123)."""


@refuses_with(ProcessStepUnknownError, RootCauseUnknownError, RootOfAnotherClassError)
def cause_must_be_listed(_: Case, command: IdentifyCause, context: DecisionContext) -> None:
    """Like causes are found by their codes, so the codes are those of the catalogue, where there is one."""
    catalogue = context.rulebook.guideline(CauseCatalogue, command.happened_at(context.now))
    if catalogue is None:
        return
    if command.process_step is not None and not catalogue.has_step(command.process_step):
        known = ", ".join(one.process_step for one in catalogue.process_steps)
        raise ProcessStepUnknownError(process_step=command.process_step, known=known)
    root = catalogue.root(command.root_code)
    if root is None:
        known = ", ".join(one.root_code for one in catalogue.roots)
        raise RootCauseUnknownError(root_code=command.root_code, known=known)
    if root.cause_class is not command.cause_class:
        raise RootOfAnotherClassError(root_code=root.root_code, cause_class=root.cause_class)


@refuses_with(CauseNotDeepEnoughError)
def cause_must_be_deep_enough(case: Case, command: IdentifyCause, context: DecisionContext) -> None:
    """The same answer said three times is one answer, and a mark or two say nothing."""
    asked = standard(case, command, context)
    said = {signs_of(why) for why in command.whys}
    whys = sum(len(each) >= asked.shortest_why for each in said)
    if whys < asked.least_whys:
        raise CauseNotDeepEnoughError(whys=whys, least=asked.least_whys, shortest=asked.shortest_why)


@refuses_with(DepartmentNotListedError)
def departments_must_be_listed(_: Case, command: DetermineLiability, context: DecisionContext) -> None:
    named = (command.department,) if command.department else ()
    refuse_unlisted_departments("department", named, context, command.happened_at(context.now))


def refuse_unlisted_departments(
    field: str, departments: tuple[str, ...], context: DecisionContext, at: datetime
) -> None:
    """Refuse departments that the directory does not have, where there is one."""
    directory = context.rulebook.guideline(DepartmentDirectory, at)
    if directory is None:
        return
    for department in departments:
        if directory.department(department) is None:
            known = ", ".join(one.department for one in directory.departments)
            raise DepartmentNotListedError(field=field, department=department, known=known)


def reassure(case: Case, command: ReassureCustomer, context: DecisionContext, at: datetime) -> Events:
    if (at, command.channel) in case.complaint.reassured:
        return ()
    later = context.history.in_business_order() if context.history else ()
    steps = (each for each in later if isinstance(each, _STEPS) or gives_answer(each))
    is_known = not is_decided_elsewhere(case) and any(each.occurred_at > at for each in steps)
    told_afterwards = is_known or None
    return (record.CustomerReassured(occurred_at=at, told_afterwards=told_afterwards, **fields_of(command)),)


def is_reconstructed(case: Case, command: ReconstructIncident, at: datetime) -> bool:
    then = command.took_place_at
    return any(known == at and then in {None, its_time} for known, its_time in case.complaint.incidents)


def is_determined(case: Case, command: DetermineLiability, at: datetime) -> bool:
    liability = record.Liability(liable=command.liable, department=command.department, determined_at=at)
    return liability == case.complaint.liability


def identify_cause(case: Case, command: IdentifyCause, _: DecisionContext, at: datetime) -> Events:
    identified = record.CauseIdentified(occurred_at=at, depth=len(command.whys), **fields_of(command))
    return () if record.cause_of(identified) == case.complaint.cause else (identified,)


def is_impact_recorded(case: Case, command: RecordImpact, at: datetime) -> bool:
    return record.Impact(extent=command.extent, observed_at=at) == case.complaint.impact


DECISIONS = (
    decides(
        ReassureCustomer,
        reassure,
        *DATED,
        channel_must_reach_the_customer,
        person_must_be_named,
    ),
    decides(ReconstructIncident, records(record.IncidentReconstructed, unless=is_reconstructed), *DATED),
    decides(
        DetermineLiability,
        records(record.LiabilityDetermined, unless=is_determined),
        *DATED,
        departments_must_be_listed,
    ),
    decides(IdentifyCause, identify_cause, *DATED, cause_must_be_listed, cause_must_be_deep_enough),
    decides(RecordImpact, records(record.ImpactRecorded, unless=is_impact_recorded), *DATED),
)
