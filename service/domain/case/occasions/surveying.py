"""What facts about surveys are to the clocks. Reads no personal field."""

from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.clocks.milestones import Happening, Milestone, Occasion


def surveyed(event: fact.SurveyingEvent, after: Case) -> tuple[Occasion, ...]:
    """Whoever is not asked for a good reason breaks no promise; an older resolution has no promise left."""
    is_of_last = isinstance(event, fact.SurveyForgone) and event.cycle == max(
        after.resolved_cycles, default=event.cycle
    )
    return (Happening(milestone=Milestone.SURVEY_FORGONE, at=event.occurred_at),) if is_of_last else ()
