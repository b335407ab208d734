"""Wishes about cases that turned out to be one."""

from uuid import UUID

from service.domain.command import Command
from service.domain.personal import FreeText


class MergeCase(Command):
    """Work on the case in another from now on. Its promises stand still until it is unmerged."""

    into_case_id: UUID
    """The other case."""
    reason: FreeText
    """Why."""


class UnmergeCase(Command):
    """Work on the case by itself again."""

    reason: FreeText
    """Why."""


MergingCommand = MergeCase | UnmergeCase
