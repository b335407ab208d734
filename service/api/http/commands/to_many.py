"""A command that is carried out on many streams at once: one answer for each."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from fastapi import Request

from service.api.http.commands.answers import answer_document
from service.api.http.commands.documents import IDEMPOTENCY_KEY
from service.api.http.commands.execution import outcome_of
from service.api.http.document import Document
from service.api.http.problems.document import Place, Problem, place_of, problem_of_error, problem_of_refusal
from service.api.http.problems.handlers import failure_as_problem
from service.domain.refusal import Refusal
from service.eventstore.request import Answer

KEY = {
    **IDEMPOTENCY_KEY,
    "description": "Makes it safe to send twice: what was told is answered as the first time.",
}


class AnswerOfOne(Document):
    """Result of the command on one of many."""

    status: int
    """HTTP status of the command's own route: 200, or the status of the problem."""
    version: int | None = None
    """Version after the command; null if it failed."""
    position: int | None = None
    """Position of the newest event; null if the command failed."""
    is_repeat: bool | None = None
    """Whether the command said nothing new: it was done before, or all of it was so already."""
    problem: Problem | None = None
    """Problem; null if the command succeeded."""


def answers_of(
    request: Request, command: str, id_name: str, outcomes: Iterable[tuple[UUID, Answer | Exception]]
) -> list[dict[str, Any]]:
    """Answer for each stream, and count how each went as on the route of the single command."""
    metrics, place = request.app.state.metrics, place_of(request)
    answers: list[dict[str, Any]] = []
    for stream_id, outcome in outcomes:
        metrics.command(command, outcome_of(outcome))
        if isinstance(outcome, Answer):
            done = answer_document(outcome, with_events=False)
            del done["stream_id"]
            answers.append({id_name: stream_id, "status": 200, **done})
        else:
            problem = _problem(outcome, place)
            shown = problem.model_dump(exclude_none=True)
            answers.append({id_name: stream_id, "status": problem.status, "problem": shown})
    return answers


def _problem(outcome: Exception, place: Place) -> Problem:
    if isinstance(outcome, Refusal):
        return problem_of_refusal(outcome, place, is_conditional=False)
    return problem_of_error(failure_as_problem(outcome), place)
