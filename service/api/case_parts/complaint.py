"""The steps of a complaint as a checklist, and what the customer gets for it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.domain.case.readings.complaint_steps import steps
from service.domain.case.record.complaints import CauseIdentified, LiabilityDetermined, SceneReconstructed
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.record.remedies import Remedy, RemedyProposed
from service.domain.case.state import Case
from service.domain.complaint_vocabulary import ComplaintStep, ImpactExtent, RemedyClass
from service.domain.event import Event
from service.domain.vocabulary import EscalationLevel
from service.language import text


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ComplaintStepView(_Document):
    """A step of a complaint."""

    step: ComplaintStep
    """The step."""
    title_en: str
    """Its name in English."""
    title_zh: str
    """Its name in Chinese."""
    done_at: datetime | None
    """When it was taken: the first time for soothing and scene, the last for the others; none until then."""


class RemedyView(_Document):
    """Something proposed to make up for a wrong or to mend its cause."""

    remedy_id: UUID
    """The remedy."""
    remedy_type: str
    """Which kind, out of the catalogue."""
    remedy_class: RemedyClass | None
    """Whether it makes up or mends; none where the catalogue did not say."""
    what: str
    """What exactly."""
    amount_minor: int
    """What it costs us, in the smallest unit of the currency."""
    currency: str
    """The currency."""
    status: str
    """`proposed`, `approved`, `rejected` or `granted`."""
    proposed_by: str
    """The staff id of who proposed it."""
    needs_approval_by: EscalationLevel | None
    """The lowest rung that must agree; none where nobody else must."""
    approved_by: str | None
    """The staff id of who agreed."""
    due_at: datetime | None
    """By when the customer is to have it."""
    commitment_id: UUID | None
    """The commitment to have it by then."""
    granted_at: datetime | None
    """When the customer got it."""


class ExceptionView(_Document):
    """Something asked for that the policy does not allow."""

    exception_id: UUID
    """The exception."""
    what: str
    """What was asked for."""
    reason: str
    """Why."""
    departments: tuple[str, ...]
    """The departments that work the solution out together."""
    requested_by: str
    """The staff id of who asked."""
    is_granted: bool | None
    """Whether it is allowed; none until it is decided."""
    decided_by: str | None
    """The staff id of who decided."""
    conditions: str | None
    """On which conditions, or why not."""


class ComplaintView(_Document):
    """The steps of a complaint. They can be taken on any case; only a complaint must take them."""

    is_complaint: bool
    """Whether the case counts as a complaint now."""
    steps: list[ComplaintStepView]
    """The steps, in order."""
    missing: list[ComplaintStep]
    """The steps of a complaint that are still to be taken; it closes only with its cause found."""
    scene: SceneReconstructed | None
    """What happened, as told last."""
    liability: LiabilityDetermined | None
    """Who answers for it, as determined last."""
    cause: CauseIdentified | None
    """The cause tree that holds; earlier ones stay in the history."""
    impact: ImpactExtent | None
    """How far the harm had come when it was looked at last."""
    remedies: list[RemedyView]
    """What was proposed, in that order."""
    exceptions: list[ExceptionView]
    """What was asked for beyond the policy, in that order."""


def complaint_view(case: Case, facts: Sequence[Event]) -> ComplaintView:
    """Return the complaint's part of a case after these facts."""
    taken = steps(case)
    return ComplaintView(
        is_complaint=case.is_complaint,
        steps=[
            ComplaintStepView(
                step=step,
                title_en=text(f"word.complaint_step.{step}", "en"),
                title_zh=text(f"word.complaint_step.{step}", "zh"),
                done_at=done_at,
            )
            for step, done_at in taken
        ],
        missing=[step for step, done_at in taken if done_at is None] if case.is_complaint else [],
        scene=next((one for one in reversed(facts) if isinstance(one, SceneReconstructed)), None),
        liability=next((one for one in reversed(facts) if isinstance(one, LiabilityDetermined)), None),
        cause=next((one for one in reversed(facts) if isinstance(one, CauseIdentified)), None),
        impact=case.complaint.impact.extent if case.complaint.impact else None,
        remedies=_remedies(case, facts),
        exceptions=_exceptions(case, facts),
    )


def _remedies(case: Case, facts: Sequence[Event]) -> list[RemedyView]:
    said = {one.remedy_id: one.what for one in facts if isinstance(one, RemedyProposed)}
    return [
        RemedyView(
            what=said[one.remedy_id],
            status=_status(one),
            **{name: value for name, value in vars(one).items() if name in RemedyView.model_fields},
        )
        for one in case.remedies
    ]


def _status(one: Remedy) -> str:
    if one.granted_at is not None:
        return "granted"
    if one.is_rejected:
        return "rejected"
    return "proposed" if one.approved_by is None else "approved"


def _exceptions(case: Case, facts: Sequence[Event]) -> list[ExceptionView]:
    asked = {one.exception_id: one for one in facts if isinstance(one, ExceptionRequested)}
    decided = {one.exception_id: one.conditions for one in facts if isinstance(one, ExceptionDecided)}
    return [
        ExceptionView(
            what=asked[one.exception_id].what,
            reason=asked[one.exception_id].reason,
            conditions=decided.get(one.exception_id),
            **vars(one),
        )
        for one in case.exceptions
    ]
