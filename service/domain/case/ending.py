"""The facts of the end of a case, and of taking it up again."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.case.working import waiting_ended

Facts = tuple[fact.CaseEvent, ...]


def resolved(case: Case, command: wish.ResolveCase, at: datetime) -> Facts:
    if case.status == "resolved":
        return ()
    solution = fact.CaseResolved(
        occurred_at=at,
        cycle=case.cycle,
        resolution_code=command.resolution_code,
        resolution=command.resolution,
    )
    return (*waiting_ended(case, at), solution)


def confirmed(case: Case, at: datetime) -> Facts:
    if case.is_confirmed:
        return ()
    return (fact.ResolutionConfirmed(occurred_at=at, cycle=case.cycle),)


def reopened(case: Case, command: wish.ReopenCase, at: datetime) -> Facts:
    if case.status == "open":
        return ()
    return (fact.CaseReopened(occurred_at=at, cycle=case.cycle + 1, reason=command.reason),)


def rated(case: Case, command: wish.RateSatisfaction, at: datetime) -> Facts:
    cycle = command.cycle or max(case.resolved_cycles)
    if (cycle, command.scale, command.score, at) in case.ratings:
        return ()
    return (
        fact.SatisfactionRated(
            occurred_at=at,
            cycle=cycle,
            scale=command.scale,
            score=command.score,
            verbatim=command.verbatim,
        ),
    )


def closed(case: Case, command: wish.CloseCase, at: datetime) -> Facts:
    if case.status == "closed":
        return ()
    return (*waiting_ended(case, at), fact.CaseClosed(occurred_at=at, reason=command.reason))
