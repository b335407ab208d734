"""How rows are found that no other event changes."""

from service.projections.engine.entries import Entry


def by_itself(_: Entry) -> None:
    """Return that no row is needed: each event makes one of its own."""
