"""The period of a report: read from the options, and shown above the figures."""

from datetime import datetime
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from service.api.http.problems.field_messages import field_problems
from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail, say
from service.language import Language, text
from service.settings import Settings

Query = TypeVar("Query", bound=BaseModel)

OPTIONS = {"from_at": "--from", "to_at": "--to"}


class Period(Protocol):
    """A report with the ends of its period, null if it is open at that end."""

    @property
    def from_at(self) -> datetime | None: ...

    @property
    def to_at(self) -> datetime | None: ...


def asked(kind: type[Query], from_: str | None, to: str | None, **more: str | None) -> Query:
    """Return what to report on; leave with a clear message where the options do not fit each other."""
    period = {"from_at": instant("--from", from_), "to_at": instant("--to", to)}
    given = {**period, **{name: value for name, value in more.items() if value is not None}}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        problems = field_problems(error.errors(), Settings().language)
        fail("; ".join(f"{_option(found.field or '')}: {found.message}" for found in problems))


def _option(field: str) -> str:
    return OPTIONS.get(field, f"--{field}")


def period_of(report: Period, language: Language) -> dict[str, object]:
    """Return the ends of a period as they are shown, in the business zone."""
    return {"from_at": _shown(report.from_at, language), "to_at": _shown(report.to_at, language)}


def say_zone(language: Language) -> None:
    """Say whose days a report counts."""
    say("report.zone", language, zone=Settings().zone)


def _shown(at: datetime | None, language: Language) -> str:
    if at is None:
        return text("cli.report.open_end", language)
    return f"{at.astimezone(Settings().business_zone):%Y-%m-%d %H:%M}"
