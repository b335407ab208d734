"""A command behind a path: body, documentation and refusals of the route follow from here."""

import re
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from service.api.http.access import Permission
from service.domain.aggregates.aggregate import DECISIONS
from service.domain.command import Command
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError


@dataclass(frozen=True)
class CommandRoute:
    """POST on `path` carries out `command`: on the stream in the path, on `stream_id`, or on a new one."""

    command: type[Command]
    path: str
    permission: Permission = Permission.RECORD
    _: KW_ONLY
    stream_id: UUID | None = None
    """The only stream of the command; None if there are several of its kind."""
    id_of_opened: Callable[[Any], UUID] | None = None
    """Returns the id of the stream that a command opens; None if any new id is allowed."""
    id_of_name: Callable[[str], UUID] | None = None
    """Returns the stream id for another name used in a batch, or raises ValueError; None if only ids are
    allowed."""
    also_needs: Callable[[Any], Permission | None] | None = None
    """Returns the further permission that a command needs because of its fields; None if it needs none."""

    @classmethod
    def on(cls, stream: str, command: type[Command], last: str, permission: Permission, **more: Any) -> Self:
        """Return the route of a command on one stream: `last`, such as `/close`, ends its path."""
        return cls(command, f"{stream}{last}", permission, **more)

    @cached_property
    def stream_parameter(self) -> str | None:
        """The path parameter that names the stream; None where there is none to name."""
        found = re.search(r"{(\w+)}", self.path)
        return found[1] if found else None

    @property
    def opens(self) -> bool:
        """Whether the command opens a new stream."""
        return self.stream_parameter is None and self.stream_id is None

    @property
    def resource(self) -> str:
        """Such as `accounts` or `cases`."""
        return self.path.split("/")[2]

    def path_of(self, stream_id: UUID) -> str:
        """Return the path of this command on a case or account; of an opening, its own path."""
        name = self.stream_parameter
        return self.path if name is None else self.path.replace(f"{{{name}}}", str(stream_id))

    def new_stream(self, command: Command, new_id: Callable[[], UUID]) -> UUID:
        """Return the id of the stream that a command opens."""
        return new_id() if self.id_of_opened is None else self.id_of_opened(command)

    def permission_besides(self, command: Command) -> Permission | None:
        """Return what a command needs besides `permission`; None if nothing."""
        return None if self.also_needs is None else self.also_needs(command)

    @property
    def operation_id(self) -> str:
        """The command's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.command.__name__).lower()

    @property
    def refusals(self) -> tuple[type[Refusal], ...]:
        """Every refusal that its rules can give."""
        refusals = DECISIONS[self.command].refusals
        return tuple(dict.fromkeys((*refusals, StreamChangedError, CommandIdReusedError)))
