"""Needs and risks detected from the cases and ratings of all accounts, each raised once (REQUIREMENTS 57)."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection

from service.actions.action import ActionContext
from service.domain.account.decisions.needs.signals import RaiseSignal
from service.domain.account.signals.detection import Finding, findings
from service.domain.described import Described
from service.domain.guidelines.signals import Signals
from service.domain.refusal import Refusal
from service.eventstore.request import Request
from service.projections.care.needs.signal_lists import cases_since, ratings_since, told_before
from service.projections.engine.checkpoints import projection_position

ACTOR = "casebook watch"
_SIGNALS = UUID("5b8f6a52-0d1e-5b7a-9c3e-2f6b1a4d8e57")


class Detection(Described):
    """What a look at the data of all accounts has raised."""

    raised: list[UUID]
    """Ids of the signals that were raised; those that were raised before are not among them."""
    rules_version: int | None
    """Version of the guideline `signals` that was applied; null if none is in force."""
    position: int
    """The look took every event up to this position into account."""


async def detect_signals(context: ActionContext, until: datetime) -> Detection:
    """Raise what the rules find with any account up to an instant; what was raised before is not again."""
    guideline = (await context.application.rulebook()).guideline(Signals, until)
    async with context.engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        found = await connection.run_sync(_found, guideline, until) if guideline else []
    raised: list[UUID] = []
    for finding in found:
        signal_id = _id_of(finding)
        if guideline and await _is_raised(context, finding, signal_id, guideline.version):
            raised.append(signal_id)
    version = guideline.version if guideline else None
    return Detection(raised=raised, rules_version=version, position=position)


def _found(connection: Connection, guideline: Signals, until: datetime) -> list[Finding]:
    of_cases = [rule.within for rule in guideline.rules if rule.watches == "cases"]
    of_ratings = [2 * rule.within for rule in guideline.rules if rule.watches == "satisfaction"]
    cases = cases_since(connection, until - max(of_cases), until) if of_cases else []
    ratings = ratings_since(connection, until - max(of_ratings), until) if of_ratings else []
    told = told_before(connection, (rule.rule for rule in guideline.rules))
    return list(findings(guideline.rules, cases, ratings, until, told))


async def _is_raised(context: ActionContext, found: Finding, signal_id: UUID, version: int) -> bool:
    """Raise it, unless its account is closed or says so already; return whether it was."""
    command = RaiseSignal(
        signal_id=signal_id,
        rule=found.rule.rule,
        rules_version=version,
        kind=found.rule.kind,
        rule_title=found.rule.title,
        about=found.about,
        case_ids=found.case_ids,
        number=found.number,
        evidence_from_at=found.from_at,
        evidence_until_at=found.until_at,
        mean_before_hundredths=_hundredths(found.mean_before),
        mean_now_hundredths=_hundredths(found.mean_now),
    )
    command_id = context.application.new_id()
    request = Request(stream_id=found.account_id, commands=(command,), command_id=command_id, actor=ACTOR)
    try:
        answer = await context.execute(request)
    except Refusal:  # the account was closed
        return False
    return not answer.says_nothing_new


def _id_of(found: Finding) -> UUID:
    """Return the same id for the same finding, whoever looks."""
    parts = (found.account_id, found.rule.rule, found.about, found.case_ids[0], found.until_at.isoformat())
    return uuid5(_SIGNALS, " ".join(map(str, parts)))


def _hundredths(mean: float | None) -> int | None:
    return None if mean is None else round(mean * 100)
