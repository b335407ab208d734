"""How long work shows itself: a bar on a terminal, plain lines anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from service.cli.terminal.output import err

LINES = 10


class Show(Protocol):
    """Told how much is done of the total, and of how many items if those are something else."""

    def __call__(self, done: int, items: int | None = None) -> None: ...


class _Rate(ProgressColumn):
    """Items a second, so far."""

    def render(self, task: Task) -> Text:
        items, elapsed = task.fields["items"], task.elapsed
        return Text(f"{items:,} ({items / elapsed:,.0f}/s)" if elapsed else "", style="progress.data.speed")


@contextmanager
def progress(title: str, total: int) -> Iterator[Show]:
    """Offer a function that shows how far the work is."""
    if not err.is_terminal:
        yield _plain_lines(title, total)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bars:
        task = bars.add_task(title, total=total, items=0)

        def show(done: int, items: int | None = None) -> None:
            bars.update(task, completed=done, items=done if items is None else items)

        yield show


def _plain_lines(title: str, total: int) -> Show:
    printed = 0

    def show(done: int, items: int | None = None) -> None:
        nonlocal printed
        tenths = LINES * done // total if total else LINES
        if tenths > printed:
            printed = tenths
            amount = f"{done:,}/{total:,}" if items is None else f"{100 * done // max(total, 1)} %, {items:,}"
            err.print(f"{title}: {amount}")

    return show
