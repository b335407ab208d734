"""The one place where what went wrong becomes an RFC 9457 problem in the reader's language."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel, Field

from service.api.http.problems.error import FieldProblem, ProblemError
from service.api.http.problems.field_messages import field_problems
from service.api.http.problems.place import Place, named_by, place_of
from service.api.http.problems.refusal_status import status_of
from service.domain.refusal import Refusal, StreamChangedError
from service.language import text
from service.language.remedies import remedy_of

__all__ = [
    "MEDIA_TYPE",
    "Place",
    "Problem",
    "from_error",
    "from_refusal",
    "place_of",
    "problem_of_error",
    "problem_of_refusal",
]

MEDIA_TYPE = "application/problem+json"
ABOUT_COMMANDS = frozenset({"internal_error", "record_unavailable"})
"""Problems whose detail speaks of a command; who only reads is told otherwise."""


class Problem(BaseModel):
    """A problem (RFC 9457). `type` is stable; title and detail are in the reader's language."""

    type: str = Field(
        description="`/problems/<slug>`, a path that explains the problem type.",
        examples=["/problems/forbidden"],
    )
    title: str = Field(description="Short name of the problem type.")
    status: int = Field(description="HTTP status code.")
    detail: str = Field(description="Explanation of this occurrence, and remedy.")
    instance: str = Field(description="Path of the request.")
    request_id: str = Field(description="Id of the request, for queries to the operator.")
    errors: list[FieldProblem] = Field(default=[], description="Invalid fields, one entry each.")


def problem_of_error(error: ProblemError, place: Place) -> Problem:
    """Return a problem of the HTTP side."""
    key = f"problem.{error.slug}"
    is_reading = place.is_reading and error.slug in ABOUT_COMMANDS
    detail = "detail_of_reading" if is_reading else "detail"
    return Problem(
        type=f"/problems/{error.slug}",
        title=text(f"{key}.title", place.language),
        status=error.status,
        detail=text(f"{key}.{detail}", place.language, **error.values),
        instance=place.instance,
        request_id=place.request_id,
        errors=field_problems(error.errors, place.language, place.within),
    )


def problem_of_refusal(refusal: Refusal, place: Place, *, is_conditional: bool) -> Problem:
    """Return a refusal of the domain as a problem; the field that it speaks of is named."""
    key = f"refusal.{refusal.slug}"
    title = text(f"{key}.title", place.language)
    named = named_by(refusal, place, is_conditional=is_conditional)
    remedy = "remedy_of_absent" if _expects_what_is_absent(refusal) else "remedy"
    return Problem(
        type=f"/problems/{refusal.slug}",
        title=title,
        status=status_of(type(refusal), is_conditional=is_conditional),
        detail=remedy_of(refusal.slug, place.language, refusal.values, remedy) + _judged_then(refusal, place),
        instance=place.instance,
        request_id=place.request_id,
        errors=[FieldProblem(pointer=named[0], field=named[1], message=title)] if named else [],
    )


def from_error(request: Request, error: ProblemError) -> Response:
    """Answer with a problem of the HTTP side."""
    place = place_of(request)
    return _response(request, place, problem_of_error(error, place), error.slug, error.headers)


def from_refusal(request: Request, refusal: Refusal) -> Response:
    """Answer with a refusal of the domain."""
    place = place_of(request)
    is_conditional = "if-match" in request.headers
    problem = problem_of_refusal(refusal, place, is_conditional=is_conditional)
    return _response(request, place, problem, refusal.slug, {})


def _judged_then(refusal: Refusal, place: Place) -> str:
    """Return as of when a command about an earlier time was judged; nothing for any other."""
    if refusal.told_late is None:
        return ""
    occurred_at, newest_at = (at.isoformat() for at in refusal.told_late)
    return text("problem.judged_then.detail", place.language, occurred_at=occurred_at, newest_at=newest_at)


def _expects_what_is_absent(refusal: Refusal) -> bool:
    return isinstance(refusal, StreamChangedError) and refusal.values["version"] == "0"


def _response(
    request: Request, place: Place, problem: Problem, slug: str, headers: Mapping[str, Any]
) -> Response:
    request.app.state.metrics.problem(slug)
    return Response(
        problem.model_dump_json(exclude_none=True),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": place.language, "Vary": "Accept-Language", **headers},
    )
