"""The facts of the end of a case, and of taking it up again."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.decisions.surveying import is_late
from service.domain.case.decisions.working import waiting_ended
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def end(case: Case, command: wish.EndingCommand, around: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about the end of a case."""
    match command:
        case wish.ResolveCase():
            return resolved(case, command, at)
        case wish.ConfirmResolution():
            return confirmed(case, at)
        case wish.ReopenCase():
            return reopened(case, command, at)
        case wish.RateSatisfaction():
            return rated(case, command, around, at)
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
    solution = fact.CaseResolved(occurred_at=at, cycle=case.cycle, **content_of(command))
    return (*waiting_ended(case, at), solution)


def confirmed(case: Case, at: datetime) -> Facts:
    if case.is_confirmed:
        return ()
    return (fact.ResolutionConfirmed(occurred_at=at, cycle=case.cycle),)


def reopened(case: Case, command: wish.ReopenCase, at: datetime) -> Facts:
    if case.status == "open":
        return ()
    return (fact.CaseReopened(occurred_at=at, cycle=case.cycle + 1, reason=command.reason),)


def rated(case: Case, command: wish.RateSatisfaction, around: Circumstances, at: datetime) -> Facts:
    survey = case.survey(command.survey_id) if command.survey_id else None
    cycle = survey.cycle if survey else command.cycle or max(case.resolved_cycles)
    if (cycle, command.scale, command.score, at) in case.ratings:
        return ()
    return (
        fact.SatisfactionRated(
            occurred_at=at,
            cycle=cycle,
            scale=command.scale,
            score=command.score,
            verbatim=command.verbatim,
            survey_id=command.survey_id,
            contact_id=command.contact_id or (survey.contact_id if survey else None),
            mode=command.mode or (survey.mode if survey else None),
            is_late=is_late(survey, around, at) if survey else None,
        ),
    )


def delivered(case: Case, command: wish.ConfirmDelivery, at: datetime) -> Facts:
    """A delivery that has a number is known by it, another by its instant."""
    instants = [since for reference, since in case.deliveries if reference == command.reference]
    is_known = at in instants if command.reference is None else any(since <= at for since in instants)
    if is_known:
        return ()
    return (fact.ServiceDelivered(occurred_at=at, what=command.what, reference=command.reference),)


def survey_sent(case: Case, command: wish.SendSurvey, at: datetime) -> Facts:
    if case.survey(command.survey_id) is not None:
        return ()
    return (
        fact.SurveySent(
            occurred_at=at,
            survey_id=command.survey_id,
            channel=command.channel,
            mode=command.mode,
            cycle=command.cycle or max(case.resolved_cycles),
            contact_id=command.contact_id,
            last_asked_at=command.last_asked_at,
            expires_at=command.expires_at,
            programme_version=command.programme_version,
        ),
    )


def closed(case: Case, command: wish.CloseCase, at: datetime) -> Facts:
    if case.status == "closed":
        return ()
    return (*waiting_ended(case, at), fact.CaseClosed(occurred_at=at, reason=command.reason))
