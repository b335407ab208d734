"""The response class of a case, and what else it is classified by. The state holds no personal field."""

from dataclasses import dataclass, field
from typing import Literal

from service.domain.case.record.emergencies import EmergencyState, green_channel_triggers
from service.domain.changed import changed, taken
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Degree, Priority, ResponseClass


class CaseClassified(Event):
    """The case was classified, for the first time or anew."""

    type: Literal["CaseClassified.v1"] = "CaseClassified.v1"
    response_class: ResponseClass | None = None
    """Response class; it decides which promises apply."""
    priority: Priority | None = None
    """Priority; it decides in which order cases are worked on."""
    urgency: Degree | None = None
    """Degree of urgency."""
    complexity: Degree | None = None
    """Degree of complexity."""
    category: str | None = None
    """Subject area, such as product/firmware."""
    reason: FreeText | None = None
    by_rules: tuple[str, ...] | None = None
    """Names of the rules that decided something; null if none did."""
    by_matrix: bool | None = None
    """Whether the matrix of urgency and complexity decided anything; null if it did not (REQUIREMENTS 50)."""
    circumstances: tuple[str, ...] | None = None
    """Circumstances stated for the rules."""
    guideline_version: int | None = None
    """Version of the guideline; null if it was not applied."""
    lowered: bool | None = None
    """Whether class or priority promises less than before, at first than the rules of the guideline say, or
    than urgency and complexity come to; null if not."""
    raised_after_end: bool | None = None
    """Whether it promises something sooner than before and was told after the case had ended; null if not.
    Its limits were not in force while the case was worked on (REQUIREMENTS 34, 65)."""


ClassificationEvent = CaseClassified


@dataclass(frozen=True, kw_only=True)
class Classification:
    """The classification in force."""

    response_class: ResponseClass | None = None
    priority: Priority | None = None
    urgency: Degree | None = None
    complexity: Degree | None = None
    category: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClassificationState(EmergencyState):
    """Classification of a case. One of its response classes opens the green channel."""

    classification: Classification = field(default_factory=Classification)
    circumstances: frozenset[str] = frozenset()
    """What was stated for the rules with it."""
    was_complaint: bool = False
    """Whether it ever was in the class of complaints: another class takes its end no lighter."""


def evolve(case: ClassificationState, event: ClassificationEvent) -> ClassificationState:
    """Return the case after the event. A green channel that a task force holds open stays open."""
    classification = taken(Classification, event)
    opened_at = case.green_channel_opened_at
    if event.response_class is ResponseClass.GREEN_CHANNEL:
        opened_at = opened_at or event.occurred_at
    elif not case.task_force:
        opened_at = None
    return changed(
        case,
        classification=classification,
        circumstances=frozenset(event.circumstances or ()),
        was_complaint=case.was_complaint or event.response_class is ResponseClass.COMPLAINT,
        green_channel_opened_at=opened_at,
    )


def clock_triggers(event: ClassificationEvent, after: ClassificationState) -> Triggers:
    return green_channel_triggers(event.occurred_at, after)


THEME = theme(ClassificationEvent, evolve, clock_triggers, triggers_read_state=True)
