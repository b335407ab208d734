"""How a case changes by a fact."""

from collections.abc import Callable
from typing import Any, get_args

from service.domain.case import events as fact
from service.domain.case.folds.alarming import evolve_alarming
from service.domain.case.folds.attaching import evolve_attaching
from service.domain.case.folds.complaining import evolve_complaining
from service.domain.case.folds.dispatching import evolve_dispatching
from service.domain.case.folds.ending import evolve_ending
from service.domain.case.folds.intake import evolve_intake
from service.domain.case.folds.linking import evolve_linking
from service.domain.case.folds.merging import evolve_merging
from service.domain.case.folds.promises import evolve_collaborations, evolve_commitments
from service.domain.case.folds.questioning import evolve_questioning
from service.domain.case.folds.remedying import evolve_remedying
from service.domain.case.folds.reviewing import evolve_reviewing
from service.domain.case.folds.revisiting import evolve_revisiting
from service.domain.case.folds.selling import evolve_selling
from service.domain.case.folds.surveying import evolve_surveying
from service.domain.case.folds.understanding import evolve_understanding
from service.domain.case.folds.working import evolve_telling, evolve_working
from service.domain.case.state import Case
from service.domain.event import Event


def evolve(case: Case, event: fact.CaseEvent) -> Case:
    """Return the case after the fact. Reads no personal field."""
    return _FOLDS[type(event)](case, event)


_FOLDS: dict[type[Event], Callable[[Case, Any], Case]] = {
    **dict.fromkeys(get_args(fact.IntakeEvent), evolve_intake),
    **dict.fromkeys(get_args(fact.UnderstandingEvent), evolve_understanding),
    **dict.fromkeys(get_args(fact.SellingEvent), evolve_selling),
    **dict.fromkeys(get_args(fact.TellingEvent), evolve_telling),
    **dict.fromkeys(get_args(fact.WorkingEvent), evolve_working),
    **dict.fromkeys(get_args(fact.AlarmingEvent), evolve_alarming),
    **dict.fromkeys(get_args(fact.PromisingEvent), evolve_commitments),
    **dict.fromkeys(get_args(fact.CollaboratingEvent), evolve_collaborations),
    **dict.fromkeys(get_args(fact.DispatchingEvent), evolve_dispatching),
    **dict.fromkeys(get_args(fact.EndingEvent), evolve_ending),
    **dict.fromkeys(get_args(fact.SurveyingEvent), evolve_surveying),
    **dict.fromkeys(get_args(fact.MergingEvent), evolve_merging),
    **dict.fromkeys(get_args(fact.RevisitingEvent), evolve_revisiting),
    **dict.fromkeys(get_args(fact.ReviewingEvent), evolve_reviewing),
    fact.AttachmentAdded: evolve_attaching,
    **dict.fromkeys(get_args(fact.QuestioningEvent), evolve_questioning),
    **dict.fromkeys(get_args(fact.LinkingEvent), evolve_linking),
    **dict.fromkeys(get_args(fact.ComplainingEvent), evolve_complaining),
    **dict.fromkeys(get_args(fact.RemedyingEvent), evolve_remedying),
}
"""How the facts of each theme change a case."""
