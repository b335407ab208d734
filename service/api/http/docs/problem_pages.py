"""`/problems/<slug>`: what a problem type means, in both languages."""

from fastapi import FastAPI

from service.api.http.document import Document
from service.api.http.problems.error import PROBLEM_STATUS, ProblemError
from service.api.http.problems.refusal_status import every_refusal, status_of
from service.api.http.routes.registration import add_open_route
from service.language import LANGUAGES, text


class ProblemMeaning(Document):
    """A problem type. Names in braces in `detail` are filled in when it happens."""

    slug: str
    """Stable name of the problem type."""
    status: int
    """HTTP status code."""
    title: dict[str, str]
    """Title by language, `zh` and `en`."""
    detail: dict[str, str]
    """Explanation and remedy by language, `zh` and `en`."""


async def get_problem_type(slug: str) -> ProblemMeaning:
    """Read what a problem type means and what to do about it, in Chinese and English."""
    if slug in PROBLEM_STATUS:
        return _meaning(slug, PROBLEM_STATUS[slug], f"problem.{slug}", "detail")
    for refusal in every_refusal():
        if refusal.slug == slug:
            return _meaning(slug, status_of(refusal), f"refusal.{slug}", "remedy")
    raise ProblemError("route_not_found")


def add_problem_pages(app: FastAPI) -> None:
    """Add the route that explains problem types."""
    problems = ("route_not_found", "validation_failed")
    add_open_route(app, "/problems/{slug}", get_problem_type, ProblemMeaning, problems=problems)


def _meaning(slug: str, status: int, key: str, detail: str) -> ProblemMeaning:
    return ProblemMeaning(
        slug=slug,
        status=status,
        title={language: text(f"{key}.title", language) for language in LANGUAGES},
        detail={language: text(f"{key}.{detail}", language) for language in LANGUAGES},
    )
