"""The table of response times in one language, as text: a row for each step, a column for each promise."""

from service.domain.clocks.policy import Conditions, Title
from service.domain.vocabulary import CaseKind, Priority, ResponseClass, Segment
from service.language import Language, text
from service.reports.response_times.report import ResponseLimit, ResponseTimes

CLOCKS = ("collaboration_acceptance", "collaboration_answer")
"""The promises that have a short name; others have the name of the clock."""
HOUR, MINUTE = 3600, 60
NOTHING = "–"

Column = tuple[bool, str, str, str]
"""Whether it is for some cases only, what is promised, to which cases, by which calendar."""


def as_rows(report: ResponseTimes, language: Language) -> tuple[list[str], list[list[str]]]:
    """Return the headings and a row for each step; a department is named at its first step, with its head."""
    columns = {_column(limit): limit for row in report.rows for limit in row.limits}
    ordered = sorted(columns)
    words = [text(f"report.response_times.heading.{name}", language) for name in ("department", "step")]
    headings = [*words, *(_heading(columns[column], language) for column in ordered)]
    rows: list[list[str]] = []
    last = ""
    for row in report.rows:
        limits = {_column(limit): _length(limit, language) for limit in row.limits}
        department = f"{_said(row.department_title, language)}{f' ({row.head})' if row.head else ''}"
        step = (
            _said(row.step_title, language) if row.step_title else text("report.response_times.any", language)
        )
        cells = [limits.get(column, NOTHING) for column in ordered]
        rows.append([department if row.department != last else "", step, *cells])
        last = row.department
    return headings, rows


def calendar_lines(report: ResponseTimes, language: Language) -> list[str]:
    """Return what the calendars of the headings are, a line each."""
    tier = text("report.response_times.tier", language)
    titles = {
        limit.calendar_id: _said(limit.calendar, language) if limit.calendar else tier
        for row in report.rows
        for limit in row.limits
    }
    return [f"{calendar_id}: {title}" for calendar_id, title in sorted(titles.items())]


def _column(limit: ResponseLimit) -> Column:
    whom = limit.applies_to.model_dump_json(exclude_defaults=True)
    return limit.applies_to != Conditions(), limit.clock, whom, limit.calendar_id


def _heading(limit: ResponseLimit, language: Language) -> str:
    """Say what is promised, to which cases, and by which calendar."""
    known = f"report.response_times.clock.{limit.clock}"
    promise = text(known, language) if limit.clock in CLOCKS else limit.clock
    return "\n".join(part for part in (promise, _whom(limit.applies_to, language), limit.calendar_id) if part)


def _whom(wanted: Conditions, language: Language) -> str:
    asked: tuple[tuple[str, tuple[ResponseClass | CaseKind | Segment | Priority, ...]], ...] = (
        ("response_class", wanted.response_classes),
        ("kind", wanted.kinds),
        ("segment", wanted.segments),
        ("priority", wanted.priorities),
    )
    words = [text(f"word.{kind}.{each}", language) for kind, named in asked for each in named]
    return ", ".join([*words, *wanted.categories])


def _length(limit: ResponseLimit, language: Language) -> str:
    if limit.target_working_days is not None:
        return text("report.response_times.working_days", language, number=limit.target_working_days)
    if limit.target_months is not None:
        return text("report.response_times.months", language, number=limit.target_months)
    if limit.target_seconds is None:
        return text("report.response_times.as_agreed", language)
    hours, rest = divmod(limit.target_seconds, HOUR)
    parts = [("hours", hours), ("minutes", rest // MINUTE)]
    return " ".join(text(f"story_word.{unit}", language, number=number) for unit, number in parts if number)


def _said(title: Title, language: Language) -> str:
    return title.zh if language == "zh" else title.en
