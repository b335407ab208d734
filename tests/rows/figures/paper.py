"""Named reports read over HTTP, and their figures found by the words beside them."""

from collections.abc import Sequence
from typing import Any

from tests.rows.desk import Desk

MARCH = ("2026-03-01T00:00:00%2B08:00", "2026-04-01T00:00:00%2B08:00")
APRIL = ("2026-04-01T00:00:00%2B08:00", "2026-05-01T00:00:00%2B08:00")


class Paper:
    """A document as JSON."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def block(self, kind: str, title: str) -> dict[str, Any]:
        """Return the table or chart of an English title."""
        blocks = [block for section in self.document["sections"] for block in section["blocks"]]
        found: dict[str, Any] = next(
            each for each in blocks if each["block"] == kind and each["title"]["en"] == title
        )
        return found

    def rows(self, title: str) -> list[list[Any]]:
        """Return the rows of a table, words in English."""
        return [[_value(cell) for cell in row] for row in self.block("table", title)["rows"]]

    def row(self, title: str, *begins: str) -> list[Any]:
        """Return what follows in the row of a table that begins with these words."""
        (found,) = [row for row in self.rows(title) if row[: len(begins)] == list(begins)]
        return found[len(begins) :]

    def series(self, title: str) -> dict[str, list[Any]]:
        """Return the values of a chart by series."""
        return {each["title"]["en"]: each["values"] for each in self.block("chart", title)["series"]}

    def summary(self) -> list[str]:
        """Return the lines of the summary in English."""
        return [line["en"] for line in self.document["summary"]]


def _value(cell: dict[str, Any]) -> Any:
    return cell["value"]["en"] if isinstance(cell["value"], dict) else cell["value"]


async def paper(desk: Desk, slug: str, period: Sequence[str] = MARCH, **more: str) -> Paper:
    """Read a named report."""
    asked = {"from_at": period[0], "to_at": period[1], **more}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return Paper(await desk.read(f"/v1/reports/documents/{slug}?{query}"))
