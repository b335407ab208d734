"""The steps of a complaint as a checklist, and what the customer gets for it."""

from collections.abc import Sequence
from datetime import datetime

from service.api.cases.view.exceptions import ExceptionView, exception_views
from service.api.cases.view.remedies import RemedyView, remedy_views
from service.api.http.document import Document
from service.domain.case.readings.complaint_steps import steps
from service.domain.case.record.complaints import CauseIdentified, LiabilityDetermined, SceneReconstructed
from service.domain.case.state import Case
from service.domain.complaint_vocabulary import ComplaintStep, ImpactExtent
from service.domain.event import Event
from service.language import text


class ComplaintStepView(Document):
    """A step of a complaint."""

    step: ComplaintStep
    """The step."""
    title_en: str
    """Its name in English."""
    title_zh: str
    """Its name in Chinese."""
    done_at: datetime | None
    """When it was taken: the first time for soothing and scene, the last for the others; none until then."""


class ComplaintView(Document):
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
        missing=[step for step, done_at in taken if done_at is None] if case.is_complaint else [],
        scene=next((one for one in reversed(events) if isinstance(one, SceneReconstructed)), None),
        liability=next((one for one in reversed(events) if isinstance(one, LiabilityDetermined)), None),
        cause=next((one for one in reversed(events) if isinstance(one, CauseIdentified)), None),
        impact=case.complaint.impact.extent if case.complaint.impact else None,
        remedies=remedy_views(case, events),
        exceptions=exception_views(case, events),
    )
