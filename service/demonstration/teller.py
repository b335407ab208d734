"""Tells a story over HTTP: each step is a request, and one that is refused ends the story."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import httpx

from service.demonstration.cast import DEMONSTRATION
from service.language import Language

OWNER = "a.wang"
"""Who answers for the case and talks to the customer."""
MANAGER = "m.chen"
"""Who agrees to what the customer is offered."""


class StoryRefusedError(Exception):
    """The house refused a step of the story: a mistake of ours, not of the user."""


@dataclass(frozen=True)
class Teller:
    """Sends what happens on one day and the days after it; `begins_at` is the Friday, 17:40."""

    client: httpx.AsyncClient
    begins_at: datetime
    language: Language
    case_path: str = ""
    staff_id: str | None = None

    @property
    def case_id(self) -> UUID:
        """The case that the story is about."""
        return UUID(self.case_path.rpartition("/")[2])

    def at(self, clock: str, *, days: int = 0) -> datetime:
        """Return the instant of a time of day such as 23:05, so many days after the first."""
        hour, minute = clock.split(":")
        return self.begins_at.replace(hour=int(hour), minute=int(minute)) + timedelta(days=days)

    def words(self, zh: str, en: str) -> str:
        """Return what is said, in the language of the story."""
        return zh if self.language == "zh" else en

    def new_id(self, name: str) -> UUID:
        """Return the id of something in this story, the same whenever it is told."""
        return uuid5(DEMONSTRATION, f"story/{self.language}/{self.begins_at.isoformat()}/{name}")

    def by(self, staff_id: str) -> "Teller":
        """Return the teller as who speaks for a person: nobody else decides in their name."""
        return replace(self, staff_id=staff_id)

    async def tell(self, path: str, at: datetime, **body: Any) -> dict[str, Any]:
        """Send a command about the case, or with a path from `/v1` on about something else.

        Raises StoryRefusedError. The same step of the same story sent again adds nothing.
        """
        where = path if path.startswith("/") else f"{self.case_path}/{path}"
        written = {"occurred_at": at.isoformat(), **{name: _written(value) for name, value in body.items()}}
        headers = {"Idempotency-Key": str(self.new_id(f"{where} {at.isoformat()}"))}
        if self.staff_id is not None:
            headers["Casebook-Staff"] = self.staff_id
        answer = await self.client.post(where, json=written, headers=headers)
        if answer.is_error:
            raise StoryRefusedError(f"{where} at {at.isoformat()} was refused: {answer.text}")
        document: dict[str, Any] = answer.json()
        return document


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_written(each) for each in value]
    if isinstance(value, dict):
        return {name: _written(each) for name, each in value.items()}
    return str(value) if isinstance(value, UUID) else value
