"""The facts of coming to understand what the customer needs."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def understood(case: Case, command: wish.UnderstandingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish of understanding. Consensus and needs can be found anew at any time."""
    rounds = case.understanding.rounds
    content = content_of(command)
    match command:
        case wish.AskClarification() if command.clarification_id in case.understanding.asked:
            return ()
        case wish.AskClarification():
            return (fact.ClarificationAsked(occurred_at=at, round=rounds + 1, **content),)
        case wish.ConfirmUnderstanding():
            return (fact.UnderstandingConfirmed(occurred_at=at, rounds=rounds, **content),)
        case wish.RecordNeed():
            return (fact.NeedIdentified(occurred_at=at, **content),)
        case _:
            assert_never(command)
