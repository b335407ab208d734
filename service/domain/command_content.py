"""What a wish says, to be said again by the fact that follows from it."""

from typing import Any

from service.domain.command import Command


def content_of(command: Command, *but: str) -> dict[str, Any]:
    """Return the fields of a wish except `occurred_at` and those named. The fact checks them again."""
    content = dict(command.__dict__)
    for name in ("occurred_at", *but):
        del content[name]
    return content
