"""What can be wrong with a request or with us, apart from the refusals of the domain."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, Field

PROBLEM_STATUS: dict[str, int] = {
    "malformed_json": 400,
    "malformed_header": 400,
    "connection_lost": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "may_not_speak_for": 403,
    "link_not_for_keys": 403,
    "route_not_found": 404,
    "version_not_found": 404,
    "not_yet_recorded": 404,
    "attachment_not_found": 404,
    "kpi_not_found": 404,
    "job_not_found": 404,
    "issued_report_not_found": 404,
    "method_not_allowed": 405,
    "request_too_slow": 408,
    "position_ahead": 409,
    "issued_report_differs": 409,
    "job_has_ended": 409,
    "job_has_not_ended": 409,
    "job_cancelled": 409,
    "job_took_too_long": 409,
    "job_result_too_large": 409,
    "job_gave_up": 409,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "attachment_type_not_allowed": 415,
    "validation_failed": 422,
    "attachment_content_differs": 422,
    "attachment_empty": 422,
    "nobody_selected": 422,
    "too_many_selected": 422,
    "precondition_required": 428,
    "too_many_requests": 429,
    "too_many_waiting": 429,
    "too_many_jobs": 429,
    "headers_too_large": 431,
    "internal_error": 500,
    "attachment_damaged": 500,
    "record_damaged": 500,
    "record_busy": 503,
    "server_busy": 503,
    "takes_too_long": 503,
    "too_many_connections": 503,
    "survey_links_off": 503,
    "pdf_unavailable": 503,
    "record_unavailable": 503,
    "service_stopping": 503,
    "projection_behind": 503,
    "past_rows_being_made": 503,
    "projection_stopped": 503,
    "watch_stopped": 503,
}
"""Slug -> HTTP status. Title and detail stand in the catalogue under `problem.<slug>`."""


class FieldProblem(BaseModel):
    """A problem with one field or parameter."""

    pointer: str | None = Field(
        default=None, description="JSON pointer into the body; null if the body is not concerned."
    )
    field: str | None = Field(
        default=None, description="Name of the field, parameter or header; null if not known."
    )
    message: str = Field(description="Explanation in the language of the answer.")


class ProblemError(Exception):
    """A request ends with this problem. `values` fill its text; `errors` are pydantic's, without input."""

    def __init__(
        self,
        slug: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, object]] = (),
        **values: object,
    ) -> None:
        super().__init__(slug)
        self.slug = slug
        self.status = PROBLEM_STATUS[slug]
        self.headers = dict(headers or {})
        self.errors = errors
        self.values = values


def malformed(header_name: str) -> ProblemError:
    """Return the problem that names the header."""
    kind = f"header_{header_name.lower().replace('-', '_')}"
    errors = [{"type": kind, "loc": ("header", header_name)}]
    return ProblemError("malformed_header", errors=errors, header=header_name)
