"""The steps of a complaint as a checklist, and what the customer gets for it."""

from collections.abc import Sequence
from datetime import datetime

from service.api.cases.view.exceptions import ExceptionView, exception_views
from service.api.cases.view.remedies import RemedyView, remedy_views
from service.api.http.document import Document
from service.domain.case.readings.complaint_steps import reassured_first, steps
from service.domain.case.record.complaints import CauseIdentified, IncidentReconstructed, LiabilityDetermined
from service.domain.case.state import Case
from service.domain.complaint_vocabulary import ComplaintStep, ImpactExtent
from service.domain.event import Event
from service.language import text


class ComplaintStepView(Document):
    """A step of a complaint."""

    step: ComplaintStep
    """Name of the step."""
    title_en: str
    """Name of the step in English."""
    title_zh: str
    """Name of the step in Chinese."""
    done_at: datetime | None
    """Time of the step (UTC): the first time for reassurance and incident, the last time for the others;
    null if not taken."""


class ComplaintView(Document):
    """The steps of a complaint. They can be taken on any case; only a complaint must take them."""

    is_complaint: bool
    """Whether the case is a complaint at present."""
    steps: list[ComplaintStepView]
    """Complaint steps in their order."""
    is_reassured_first: bool | None
    """Whether the customer was reassured before any other step; null while no step is taken."""
    missing: list[ComplaintStep]
    """Complaint steps still to be taken. A complaint can be closed only after its cause was identified."""
    incident: IncidentReconstructed | None
    """Latest account of what happened; null if there is none."""
    liability: LiabilityDetermined | None
    """Liability as determined last; null if it was not determined."""
    cause: CauseIdentified | None
    """Cause tree in force; earlier ones remain in the history. null if there is none."""
    impact: ImpactExtent | None
    """Latest assessment of the impact; null if there is none."""
    remedies: list[RemedyView]
    """Remedies in the order in which they were proposed."""
    exceptions: list[ExceptionView]
    """Requests for exceptions to the policy, in the order in which they were made."""


def complaint_view(case: Case, events: Sequence[Event]) -> ComplaintView:
    """Return the complaint's part of a case after these events."""
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
        is_reassured_first=reassured_first(case),
        missing=[step for step, done_at in taken if done_at is None] if case.is_complaint else [],
        incident=next((one for one in reversed(events) if isinstance(one, IncidentReconstructed)), None),
        liability=next((one for one in reversed(events) if isinstance(one, LiabilityDetermined)), None),
        cause=next((one for one in reversed(events) if isinstance(one, CauseIdentified)), None),
        impact=case.complaint.impact.extent if case.complaint.impact else None,
        remedies=remedy_views(case, events),
        exceptions=exception_views(case, events),
    )
