"""`casebook bench projections`: the demonstration through all read models, against a plain insert."""

import cProfile
import io
import pstats
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Connection, Engine

from service import main
from service.benchmark.figures import Finding, of_rounds
from service.benchmark.laboratory import laboratories
from service.benchmark.plain_rows import insert_plainly, prepare_plain_rows
from service.benchmark.plan import Plan
from service.benchmark.processor_time import Took, measure
from service.benchmark.workload import RequestRefusedError
from service.database.schemas import PROJECTIONS
from service.demonstration.history import begin_of, history
from service.domain.refusal import Refusal
from service.importers.rule_files.default_rules import shipped_rulebook
from service.projections.engine.checkpoints import projection_position
from service.projections.models import MODELS
from service.projections.runner import BATCH_SIZE, Runner
from service.projections.worker import tune_garbage_collector
from service.settings import Settings

NAME = "projections_vs_plain_insert"
SEED = 7
REQUESTS_AT_ONCE = 500
PROFILE_LINES = 30
Telling = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class FoldingPlan:
    """How much is folded, how often, and whether the program's own time is told apart afterwards."""

    cases: int = 5000
    rounds: int = 3
    batch_events: int = BATCH_SIZE
    with_profile: bool = False


def bench_projections(
    plan: FoldingPlan, settings: Settings, environment: Mapping[str, str], *, tell: Telling
) -> tuple[Finding, str]:
    """Measure on a server of the benchmark's own; return the finding, and the profile if wanted.

    Both figures are events in a second of processor time, of the program and its database session together:
    those folded, and those that the plain insert of the same final rows stands for.

    Raises a DatabaseProblemError, or RequestRefusedError.
    """
    with laboratories(Plan(), settings, environment) as laboratory_for:
        url = laboratory_for("projections").url
        tell("telling")
        main.run(record_demonstration(url, plan.cases))
        engine = main.reading_engine(url)
        tune_garbage_collector()
        tell("folding")
        events, folding, inserting = _rounds(engine, plan)
        profile = _profile(engine, plan) if plan.with_profile else ""
        engine.dispose()
    asides = {
        "events_folded": events,
        "folded_a_processor_second": events / median(each.program for each in folding),
        "folded_a_second": events / median(each.wall for each in folding),
    }
    folded, inserted = ([events / each.on_one_core for each in took] for took in (folding, inserting))
    return of_rounds(NAME, folded, inserted, asides), profile


def _rounds(engine: Engine, plan: FoldingPlan) -> tuple[int, list[Took], list[Took]]:
    folding: list[Took] = []
    inserting: list[Took] = []
    for _ in range(plan.rounds):
        _empty(engine)
        folding.append(measure(engine, Runner(engine, batch_size=plan.batch_events).catch_up))
        if not inserting:
            with engine.begin() as connection:
                prepare_plain_rows(connection, MODELS)
        inserting.append(measure(engine, lambda: _insert_plainly(engine)))
    with engine.connect() as connection:
        return projection_position(connection), folding, inserting


def _insert_plainly(engine: Engine) -> None:
    with engine.begin() as connection:
        insert_plainly(connection, MODELS)


def _empty(engine: Engine) -> None:
    names = ", ".join(f"{PROJECTIONS}.{model.name}" for model in MODELS)
    with engine.begin() as connection:
        _run(connection, f"truncate {names}")
        _run(connection, f"delete from {PROJECTIONS}.checkpoints")  # noqa: S608  ours


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)


def _profile(engine: Engine, plan: FoldingPlan) -> str:
    """Return where the program's own time goes when it folds once more. Measuring slows it down."""
    _empty(engine)
    profiler, page = cProfile.Profile(), io.StringIO()
    profiler.runcall(Runner(engine, batch_size=plan.batch_events).catch_up)
    pstats.Stats(profiler, stream=page).strip_dirs().sort_stats("tottime").print_stats(PROFILE_LINES)
    return page.getvalue()


async def record_demonstration(url: str, cases: int) -> None:
    """Write the demonstration with so many cases on the record. Raises RequestRefusedError."""
    ends_at = main.now().replace(microsecond=0)
    requests = history(SEED, ends_at, shipped_rulebook(), cases_count=cases)
    async with main.record(url, begins_at=begin_of(ends_at)) as application:
        for begin in range(0, len(requests), REQUESTS_AT_ONCE):
            for outcome in await application.execute_many(requests[begin : begin + REQUESTS_AT_ONCE]):
                if isinstance(outcome, Refusal):
                    raise RequestRefusedError(repr(outcome))
