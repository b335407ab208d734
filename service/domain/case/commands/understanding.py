"""Wishes of coming to understand what the customer needs."""

from uuid import UUID

from service.domain.command import Command
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel


class AskClarification(Command):
    """Ask the customer what the problem is; each time is one round."""

    clarification_id: UUID
    """A new id for the round of questions; under one that is known nothing is asked again."""
    question: FreeText
    """The question, or the questions asked together."""
    channel: Channel | None = None
    """The way by which the customer is asked."""


class ConfirmUnderstanding(Command):
    """Record that the customer agreed to what we said back: what the problem is, and what is to be done."""

    problem: FreeText
    """The problem as both understand it."""
    solution: FreeText | None = None
    """What both agreed to do about it, as far as that is settled."""


class RecordNeed(Command):
    """Keep what the customer asks for beside what the customer really needs."""

    stated: FreeText
    """What the customer said."""
    real: FreeText
    """What the customer needs, as we understood it."""


UnderstandingCommand = AskClarification | ConfirmUnderstanding | RecordNeed
