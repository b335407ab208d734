"""Warnings of losing customers are raised once, and cleared where their causes are gone (row 162)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import Connection

from service.actions.action import ActionContext
from service.actions.health.silences import noted
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.decisions.health.churn import ClearChurnRisk, RaiseChurnRisk
from service.domain.account.health.churn import Cause, Warned, Watched, cleared, warnings
from service.domain.account.health.facts import HealthFacts
from service.domain.account.health.score import health_on
from service.domain.account.health.silence import Living
from service.domain.described import Described
from service.domain.guidelines.care.health import Health, HealthLevel
from service.domain.guidelines.care.retention import ChurnCause, Retention
from service.domain.guidelines.care.silence import SignOfLife
from service.domain.rulebook.state import Rulebook
from service.projections.care.health.churn_lists import competitors_since, known_risks
from service.projections.care.health.facts import health_facts
from service.projections.care.health.life import living_accounts
from service.projections.care.health.silences import open_silences
from service.projections.engine.checkpoints import projection_position

_RISKS = UUID("0d5f6c1e-6f0c-5a63-9a0e-7c2f9b1d4e35")


class ChurnDetection(Described):
    """What a look at all accounts has found."""

    raised: list[UUID]
    """Ids of the accounts of which people are warned; those of before are not among them."""
    cleared: list[UUID]
    """Ids of the accounts whose warning is gone, as nobody had acted on it yet."""
    rules_version: int | None
    """Version of the guideline `retention` that was applied; null if none is in force."""
    position: int
    """The look took every event up to this position into account."""


async def detect_churn(context: ActionContext, until: datetime) -> ChurnDetection:
    """Raise what warns of losing customers at an instant, and clear what does not any more."""
    book = await context.application.rulebook()
    rules = book.guideline(Retention, until)
    async with context.engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        watched = await connection.run_sync(_watched, book, rules, until) if rules else []
    found = list(warnings(watched, rules, until)) if rules else []
    gone = await noted(context, [(one, ClearChurnRisk(risk_id=risk_id)) for one, risk_id in cleared(watched)])
    raised = await noted(context, [(one.account_id, _raise(one, rules, until)) for one in found if rules])
    version = rules.version if rules else None
    return ChurnDetection(raised=raised, cleared=gone, rules_version=version, position=position)


def _watched(connection: Connection, book: Rulebook, rules: Retention, until: datetime) -> Sequence[Watched]:
    living = living_accounts(connection, SignOfLife, until)
    silent = {account_id: at for account_id, _, at in open_silences(connection)}
    since = until - timedelta(days=rules.competitor_within_days)
    competitors = competitors_since(connection, since, until)
    scores = _at_risk(health_facts(connection, LOCAL_ZONE), book, until)
    risks = known_risks(connection)
    return [
        Watched(
            account_id=account.account_id,
            segment=account.segment,
            causes=_causes(account, silent, competitors, scores, until),
            risks=risks.get(account.account_id, ()),
        )
        for account in living.values()
    ]


def _at_risk(accounts: Sequence[HealthFacts], book: Rulebook, until: datetime) -> dict[UUID, int]:
    """Return the scores of the accounts that are at risk."""
    formula, today = book.guideline(Health, until), until.astimezone(LOCAL_ZONE).date()
    if formula is None:
        return {}
    scores = {facts.account_id: health_on(facts, formula, today) for facts in accounts}
    return {
        account_id: score.score
        for account_id, score in scores.items()
        if score is not None and score.level is HealthLevel.AT_RISK
    }


def _causes(
    account: Living,
    silent: Mapping[UUID, datetime],
    competitors: Mapping[UUID, datetime],
    scores: Mapping[UUID, int],
    until: datetime,
) -> list[Cause]:
    one = account.account_id
    found = []
    if one in competitors:
        found.append(Cause(cause=ChurnCause.COMPETITOR, at=competitors[one]))
    if one in silent:
        found.append(Cause(cause=ChurnCause.SILENT, at=silent[one]))
    if one in scores:
        found.append(Cause(cause=ChurnCause.AT_RISK, at=until, score=scores[one]))
    return found


def _raise(one: Warned, rules: Retention, until: datetime) -> RaiseChurnRisk:
    cause = one.cause
    name = f"{one.account_id} {cause.cause.value} {cause.at.isoformat()} {until.date()}"
    return RaiseChurnRisk(
        risk_id=one.risk_id or uuid5(_RISKS, name),
        risk_cause=cause.cause,
        cause_at=cause.at,
        score=cause.score,
        plays=one.plays,
        start_by_at=until + timedelta(days=rules.start_within_days),
        rules_version=rules.version,
    )
