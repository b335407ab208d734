"""The one place where what went wrong becomes an RFC 9457 problem in the reader's language."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel, Field

from service.api.field_messages import field_problems
from service.api.problem_error import FieldProblem, ProblemError
from service.api.refusal_status import status_of
from service.domain.refusal import Refusal
from service.language import Language, preferred_language, text

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong (RFC 9457). `type` is stable; title and detail are in the reader's language."""

    type: str = Field(
        description="`/problems/<slug>`: ask there what it means.", examples=["/problems/forbidden"]
    )
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong here, and what to do.")
    instance: str = Field(description="The path that was asked for.")
    request_id: str = Field(description="Name this when you ask us about it.")
    errors: list[FieldProblem] = Field(default=[], description="The fields that are wrong, one by one.")


def from_error(request: Request, error: ProblemError) -> Response:
    """Answer with a problem of the HTTP side."""
    language = _language(request)
    key = f"problem.{error.slug}"
    return _response(
        request,
        language,
        slug=error.slug,
        status=error.status,
        title=text(f"{key}.title", language),
        detail=text(f"{key}.detail", language, **error.values),
        errors=field_problems(error.errors, language),
        headers=error.headers,
    )


def from_refusal(request: Request, refusal: Refusal) -> Response:
    """Answer with a refusal of the domain; the field that it speaks of is named."""
    language = _language(request)
    key = f"refusal.{refusal.slug}"
    detail = text(f"{key}.remedy", language, **refusal.values)
    title = text(f"{key}.title", language)
    field = refusal.field
    errors = [FieldProblem(pointer=f"/{field}", field=field, message=title)] if field else []
    return _response(
        request,
        language,
        slug=refusal.slug,
        status=status_of(type(refusal), is_conditional="if-match" in request.headers),
        title=title,
        detail=detail,
        errors=errors,
        headers={},
    )


def _language(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language"))


def _response(
    request: Request,
    language: Language,
    *,
    slug: str,
    headers: Mapping[str, str],
    **content: Any,
) -> Response:
    request.app.state.metrics.problem(slug)
    problem = Problem(
        type=f"/problems/{slug}",
        instance=request.url.path,
        request_id=getattr(request.state, "request_id", ""),
        **content,
    )
    return Response(
        problem.model_dump_json(exclude_none=True),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Vary": "Accept-Language", **headers},
    )
