"""A command over HTTP: what comes before it, and a body that is carried out."""

from dataclasses import dataclass, field
from typing import Any

from service.domain.command import Command
from service.domain.guidelines.guideline import Guideline

Step = tuple[str, dict[str, Any]]
"""The last part of a command's path, and its body."""
IN_TIME = "2099-03-02T18:00:00+08:00"
RESOLVE: list[Step] = [("resolve", {"resolution": "Bearing replaced"})]
CONFIRMED: dict[str, Any] = {"confirmed_by": "王建国", "channel": "phone", "words": "好了, 谢谢"}
"""What a customer's confirmation is known by."""
RESOLVE_AND_CONFIRM: list[Step] = [*RESOLVE, ("confirm", CONFIRMED)]


@dataclass(frozen=True)
class Scene:
    event: str
    body: dict[str, Any] = field(default_factory=dict)
    before: list[Step] = field(default_factory=list)
    first: tuple[str, ...] = ()
    """Events that come before that event in the same decision."""
    clock: str | None = None
    """The promise that the command is about; its id is only known once it was made."""
    guided_by: type[Guideline] | None = None
    """The guideline that it needs, as it comes with the program."""


Scenes = dict[type[Command], Scene]
