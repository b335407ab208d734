"""Clocks as tables and lines for the terminal, in one language."""

from collections.abc import Iterable
from datetime import datetime

from rich import box
from rich.table import Table

from service.api.clocks.documents import ClocksView, ClockView
from service.api.clocks.explanation_documents import ExplanationView, IntervalView
from service.domain.clocks.policy import Title
from service.language import Language, text

MINUTE, HOUR = 60, 3600
NOTHING = "–"


def clocks_table(view: ClocksView, language: Language) -> Table:
    """Return a row a clock, in the order in which they were started: as much as 80 columns hold."""
    table = _table(("clock_id", "clock", "verdict", "due_at", "ended_at", "late"), language)
    for clock in view.clocks:
        table.add_row(
            str(clock.clock_id)[:8],
            clock.clock,
            _verdict(clock, language),
            moment(clock.due_at),
            moment(clock.ended.occurred_at if clock.ended else None),
            duration(clock.late_seconds),
        )
    return table


def intervals_table(view: ExplanationView, language: Language, most: int | None = None) -> Table:
    """Return a row a stretch of time, and their sum; the stretches after the first `most` share one row."""
    table = _table(("start_at", "end_at", "length", "counted", "why", "event"), language)
    shown, rest = view.intervals[:most], view.intervals[len(view.intervals[:most]) :]
    for each in shown:
        table.add_row(
            moment(each.start_at),
            moment(each.end_at),
            duration(each.seconds),
            duration(each.counted_seconds) if each.counts else NOTHING,
            _why(each, language),
            _event(each, language),
        )
    if rest:
        table.add_row(
            moment(rest[0].start_at),
            moment(rest[-1].end_at),
            duration(sum(each.seconds for each in rest)),
            duration(sum(each.counted_seconds for each in rest)),
            text("cli.clock.more", language, stretches=len(rest)),
            "",
        )
    table.add_section()
    total = text("cli.clock.sum", language)
    table.add_row(total, "", duration(view.seconds), duration(view.counted_seconds), "", "")
    return table


def shares_table(view: ExplanationView, language: Language) -> Table:
    """Return a row for each who held up the late time, and their sum."""
    table = _table(("holder", "late"), language)
    for share in view.attribution:
        table.add_row(said(share.words, language), duration(share.seconds))
    table.add_section()
    table.add_row(text("cli.clock.sum", language), duration(view.late_seconds))
    return table


def promise_lines(view: ExplanationView, language: Language) -> Iterable[str]:
    """Yield what was promised and how it stands, a line each."""
    clock = view.clock
    yield f"{clock.clock} {clock.clock_id}: {said(clock.title, language)}"
    rows = {
        "verdict": _verdict(clock, language),
        "target": duration(clock.target_seconds),
        "due_at": moment(clock.due_at),
        "ended_at": moment(clock.ended.occurred_at if clock.ended else None),
        "calendar": f"{said(view.calendar, language)} ({clock.calendar_id} {clock.calendar_version})",
        "policy": f"{clock.policy_id} {clock.policy_version}, {clock.rule}",
        "waived_by": ", ".join(waiver.waived_by for waiver in clock.waivers),
    }
    for name, value in rows.items():
        if value:
            heading = text(f"{'policy' if name == 'policy' else 'clock'}.column.{name}", language)
            yield f"  {heading}: {value}"
    if not view.is_covered:
        yield f"  {text('cli.clock.not_covered', language)}"


def moment(at: datetime | None) -> str:
    """Return an instant in UTC, without parts of a second."""
    return NOTHING if at is None else f"{at:%Y-%m-%d %H:%M:%S}"


def duration(seconds: int | None) -> str:
    """Return whole seconds as h:mm:ss."""
    if seconds is None:
        return NOTHING
    return f"{seconds // HOUR}:{seconds % HOUR // MINUTE:02}:{seconds % MINUTE:02}"


def said(title: Title, language: Language) -> str:
    """Return a title in one language."""
    return title.zh if language == "zh" else title.en


def _verdict(clock: ClockView, language: Language) -> str:
    verdict = text(f"clock.verdict.{clock.verdict}", language)
    if clock.noted_as_broken_at is None:
        return verdict
    return text("cli.clock.noted_as_broken", language, verdict=verdict)


def _why(each: IntervalView, language: Language) -> str:
    words = said(each.words, language)
    return f"{words} ({text('cli.clock.late', language)})" if each.is_late else words


def _event(each: IntervalView, language: Language) -> str:
    """Name the event that moved the clock, else the event of the clock, with its version."""
    event = each.because_of or each.fact
    if event is None:
        return ""
    name = event.type.partition(".")[0]
    return f"{text(f'event.{name}.title', language)} v{event.version}"


def _table(columns: Iterable[str], language: Language) -> Table:
    headings = (text(f"clock.column.{column}", language) for column in columns)
    return Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
