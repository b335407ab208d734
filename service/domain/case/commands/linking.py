"""Wishes about cases that have to do with each other."""

from uuid import UUID

from service.domain.command import Command
from service.domain.personal import FreeText
from service.domain.vocabulary import CaseRelation


class LinkCase(Command):
    """Say what another case is to this one. The other shows the link too; it need not be told."""

    other_case_id: UUID
    """The other case."""
    relation: CaseRelation
    """What the other case is to this one."""
    reason: FreeText | None = None
    """Why."""


class UnlinkCase(Command):
    """Take a link back."""

    other_case_id: UUID
    """The other case."""
    relation: CaseRelation
    """What it was said to be to this one."""
    reason: FreeText | None = None
    """Why."""


class SplitCase(Command):
    """Let a part of the matter go on as a case of its own, received before with `split_from`.

    The promises of this case stay as they are; those of the new one run from its own receipt.
    """

    into_case_id: UUID
    """The new case."""
    reason: FreeText
    """Which part goes on there, and why."""


LinkingCommand = LinkCase | UnlinkCase | SplitCase
