"""What an action works with, and who submits what it records."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.case.looked_up import NOTHING, LookedUp
from service.domain.command import Command
from service.domain.guidelines.telling_late import Teller
from service.eventstore.application import Application
from service.eventstore.request import Answer, Request


@dataclass(frozen=True, kw_only=True)
class ActionContext:
    """The record, and an engine for what is folded from it or kept beside it.

    `execute` carries a request out as `application.execute` does; a caller may count the outcomes there.
    """

    application: Application
    engine: AsyncEngine
    execute: Callable[[Request], Awaitable[Answer]]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Who submits a command, and what makes it safe to send twice; the fields are those of a `Request`."""

    actor: str
    teller: Teller | None
    command_id: UUID
    digest: bytes | None = None
    correlation_id: UUID | None = None
    expected_version: int | None = None

    def of(self, stream_id: UUID, *commands: Command, looked_up: LookedUp = NOTHING) -> Request:
        """Return the request for these commands on a stream, with what the action looked up for them."""
        return Request(stream_id=stream_id, commands=commands, looked_up=looked_up, **vars(self))


class ActionRefusedError(Exception):
    """An action was not carried out. Title and detail stand in the catalogue under `problem.<slug>`.

    `values` fill them.
    """

    slug: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        super().__init__(self.slug, values)
        self.values = values
