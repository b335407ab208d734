"""The facts of the end of a case, and of taking it up again."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.decisions.working import waiting_ended
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def end(case: Case, command: wish.EndingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about the end of a case."""
    match command:
        case wish.ResolveCase():
            return resolved(case, command, at)
        case wish.ConfirmResolution():
            return confirmed(case, at)
        case wish.ReopenCase():
            return reopened(case, command, at)
        case wish.RateSatisfaction():
            return rated(case, command, at)
        case wish.RevisitCase():
            return revisited(command, at)
        case wish.CloseCase():
            return closed(case, command, at)
        case wish.ConfirmDelivery():
            return delivered(case, command, at)
        case wish.SendSurvey():
            return survey_sent(case, command, at)
        case _:
            assert_never(command)


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


def revisited(command: wish.RevisitCase, at: datetime) -> Facts:
    """Each contact is a fact of its own."""
    content = content_of(command)
    return (fact.CaseRevisited(occurred_at=at, **content),)


def delivered(case: Case, command: wish.ConfirmDelivery, at: datetime) -> Facts:
    """A delivery that has a number is known by it, another by its instant."""
    instants = [since for reference, since in case.deliveries if reference == command.reference]
    is_known = at in instants if command.reference is None else any(since <= at for since in instants)
    if is_known:
        return ()
    return (fact.ServiceDelivered(occurred_at=at, what=command.what, reference=command.reference),)


def survey_sent(case: Case, command: wish.SendSurvey, at: datetime) -> Facts:
    if command.survey_id in case.surveys:
        return ()
    return (
        fact.SurveySent(
            occurred_at=at,
            survey_id=command.survey_id,
            channel=command.channel,
            mode=command.mode,
            cycle=command.cycle or max(case.resolved_cycles),
        ),
    )


def closed(case: Case, command: wish.CloseCase, at: datetime) -> Facts:
    if case.status == "closed":
        return ()
    return (*waiting_ended(case, at), fact.CaseClosed(occurred_at=at, reason=command.reason))
