"""`shadow_of_two_years`: another formula beside the one in force, each week of two years."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlalchemy import Engine

from service import main
from service.benchmark.accounts.two_years import live_two_years
from service.benchmark.figures import Finding
from service.benchmark.laboratory import laboratories
from service.benchmark.plan import Plan
from service.benchmark.projections import record_demonstration
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.health.facts import HealthFacts
from service.domain.account.health.score import health_on
from service.domain.account.health.shadow import compared, days_between
from service.domain.guidelines.care.health import Health
from service.importers.rule_files.default_rules import shipped_rulebook
from service.projections.care.health.facts import health_facts
from service.projections.runner import Runner
from service.settings import Settings

MILLISECONDS = 1_000
WEEK = 7
TWO_YEARS = timedelta(days=728)


@dataclass(frozen=True, kw_only=True)
class HealthPlan:
    """Over how many accounts, of a demonstration with how many cases in half a year, and how often."""

    accounts: int = 500
    base: int = 1_000
    rounds: int = 5


def bench_health(
    plan: HealthPlan, settings: Settings, environment: Mapping[str, str], *, tell: Callable[[str], None]
) -> list[Finding]:
    """Measure on a server of the benchmark's own; raises a DatabaseProblemError, or RequestRefusedError."""
    with laboratories(Plan(), settings, environment) as laboratory_for:
        url = laboratory_for("health").url
        tell("telling")
        main.run(record_demonstration(url, plan.base))
        engine = main.reading_engine(url)
        Runner(engine).catch_up()
        tell("living")
        live_two_years(engine, plan.accounts)
        tell("scoring")
        finding = measure_shadow(engine, plan.rounds)
        engine.dispose()
    return [finding]


def measure_shadow(engine: Engine, rounds: int) -> Finding:
    """Return how long two formulas take over two years, the facts read anew, beside a day of one."""
    on = main.now().astimezone(LOCAL_ZONE).date()
    days = days_between(on - TWO_YEARS, on, WEEK)
    rule = shipped_rulebook().guideline(Health, main.now())
    if rule is None:
        raise LookupError("the rules shipped hold no guideline health")
    other = _other(rule)
    whole, single, scores = list[float](), list[float](), 0
    for _ in range(rounds):
        whole.append(_seconds(lambda: compared(_facts(engine), [(day, rule) for day in days], other)))
        single.append(_seconds(lambda: _scores(_facts(engine), rule, on)))
    facts = _facts(engine)
    scores = sum(len(_scores(facts, rule, day)) for day in days)
    return Finding(
        name="shadow_of_two_years",
        figure=median(whole) * MILLISECONDS,
        reference=median(single) * MILLISECONDS,
        asides={"scored_accounts": float(len(facts)), "compared_scores": float(2 * scores)},
    )


def _other(rule: Health) -> Health:
    """Return a formula that looks twice as far back."""
    parts = tuple(part.model_copy(update={"within_days": 2 * part.within_days}) for part in rule.parts)
    return rule.model_copy(update={"parts": parts})


def _facts(engine: Engine) -> Sequence[HealthFacts]:
    with engine.connect() as connection:
        return health_facts(connection, LOCAL_ZONE)


def _scores(facts: Sequence[HealthFacts], rule: Health, on: date) -> list[int]:
    scored = (health_on(one, rule, on) for one in facts)
    return [one.score for one in scored if one is not None]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
