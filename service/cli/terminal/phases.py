"""Work in several phases, each with a progress of its own; the next one begins when it is first told of."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from service.cli.terminal.progress import Show, progress


class Phases:
    """Shows one phase at a time."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._title: str | None = None
        self._show: Show | None = None

    def show(self, title: str, done: int, total: int, items: int | None = None) -> None:
        """Show how far the phase of this title is."""
        if title != self._title or self._show is None:
            self.end()
            self._title = title
            self._show = self._stack.enter_context(progress(title, total))
        self._show(done, items)

    def end(self) -> None:
        """End the phase that is shown."""
        self._stack.close()
        self._title = None


@contextmanager
def phases() -> Iterator[Phases]:
    """Offer phases; the last one ends on leaving."""
    shown = Phases()
    try:
        yield shown
    finally:
        shown.end()
