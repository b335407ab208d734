"""The version of a model follows from its declaration; of two programs side by side neither flaps."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_type_hints

import pytest
from sqlalchemy import Column, Engine, MetaData, Table, Text

import service.projections.engine.checkpoints as checkpoints_module
import service.projections.rebuild as rebuild_module
from service.domain.account.events import ACCOUNT_EVENTS
from service.domain.case.events import CASE_EVENTS
from service.domain.clocks.events import CLOCK_EVENTS
from service.projections import ratings as ratings_module
from service.projections.accounts import ACCOUNTS
from service.projections.cases.model import CASES
from service.projections.engine import version
from service.projections.engine.checkpoints import (
    ProjectionOutdatedError,
    found_checkpoints,
    projection_position,
)
from service.projections.engine.model import ReadModel
from service.projections.models import MODELS
from service.projections.rebuild import ensure_tables, rebuild
from service.projections.runner import Runner
from tests.projections.histories.history import history


def version_of(model: ReadModel) -> int:
    return version.version_of.__wrapped__(model)


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Give the versions that the program at hand is said to fold; change them to be another program."""
    said: dict[str, int] = {model.name: 1 for model in MODELS}
    monkeypatch.setattr(checkpoints_module, "version_of", lambda model: said[model.name])
    return said


def replaced(engine: Engine) -> Mapping[str, Any]:
    with engine.connect() as connection:
        return {name: each.replaced_versions for name, each in found_checkpoints(connection).items()}


def test_every_version_is_its_own_and_fits_an_integer() -> None:
    found = {version_of(model) for model in MODELS}
    assert len(found) == len(MODELS)
    assert all(0 <= each < 2**31 for each in found)


def test_another_column_is_another_version() -> None:
    planted = MetaData()
    table = CASES.table.to_metadata(planted)
    columns = {name: getattr(CASES, name) for name in ("handlers", "follows", "begins", "lookups")}
    same = ReadModel(table=table, loaded_by=table.c.case_id, **columns)
    before = version_of(same)
    assert before == version_of(CASES)
    table.append_column(Column("forgotten", Text, comment="新 | new"))
    assert version_of(same) != before


def test_another_fold_is_another_version_and_other_words_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {model.name: version_of(model) for model in MODELS}
    source: Callable[[Any], str] = inspect.getsource

    def with_changes(was: str, becomes: str) -> set[str]:
        def changed(module: Any) -> str:
            return source(module).replace(was, becomes)

        version._code.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(inspect, "getsource", changed)
            found = {model.name for model in MODELS if version_of(model) != before[model.name]}
        version._code.cache_clear()
        return found

    by_a_line_of_two_modules = with_changes('"score": event.score', '"score": event.score + 1')
    assert by_a_line_of_two_modules == {"ratings", "churn_risks", "competitor_contacts"}
    assert with_changes('"""Take a rating in;', '# as it is told\n    """Take whatever in;') == set()
    by_a_rule_of_the_domain = with_changes("AuthorKind.HUMAN and", "AuthorKind.HUMAN or")
    assert by_a_rule_of_the_domain == {"cases", "progress"}
    assert "clocks" in with_changes("warned=(*clock.warned, event.percent)", "warned=(event.percent,)")
    assert ratings_module.__doc__


def test_each_handler_takes_the_events_that_it_stands_for() -> None:
    for model in MODELS:
        for kind, handler in model.handlers.items():
            takes = list(get_type_hints(handler).values())[2]
            options = getattr(takes, "__args__", (takes,))
            assert any(issubclass(kind, option) for option in _flat(options)), (model.name, kind, handler)


def _flat(options: Any) -> list[type]:
    found: list[type] = []
    for option in options:
        found += _flat(option.__args__) if hasattr(option, "__args__") else [option]
    return [each for each in found if isinstance(each, type)]


def test_rows_of_cases_and_accounts_follow_every_event_of_theirs() -> None:
    assert set(CASES.wants) == {*CASE_EVENTS, *CLOCK_EVENTS}
    assert set(ACCOUNTS.wants) == {*ACCOUNT_EVENTS, *CLOCK_EVENTS}


async def test_a_start_builds_what_is_of_another_version_and_nothing_else(
    engine: Engine, database_url: str, versions: dict[str, int]
) -> None:
    rebuild(engine)
    async with history(database_url) as past:
        await past.random(5)
    Runner(engine).catch_up()
    assert ensure_tables(engine) == []
    versions["ratings"] = 2
    with pytest.raises(
        ProjectionOutdatedError, match="ratings stands at version 1, this program folds version 2"
    ):
        Runner(engine).run_once()
    assert ensure_tables(engine) == ["ratings"]
    assert ensure_tables(engine) == []
    assert Runner(engine).catch_up() == 0


async def test_the_older_of_two_programs_never_takes_the_rows_back_by_itself(
    engine: Engine, versions: dict[str, int]
) -> None:
    rebuild(engine)
    versions["cases"] = 2
    assert ensure_tables(engine) == ["cases"]
    assert replaced(engine)["cases"][-1:] == [1]
    versions["cases"] = 1  # the older program, started again
    assert ensure_tables(engine) == []
    with pytest.raises(ProjectionOutdatedError, match="Rebuild"):
        Runner(engine).run_once()
    rebuild(engine, ["cases"])  # somebody wants the older one back
    assert replaced(engine)["cases"][-1:] == [2]
    Runner(engine).run_once()
    versions["cases"] = 2
    assert ensure_tables(engine) == []


def another(name: str) -> ReadModel:
    table = Table(name, MetaData(schema="proj"), *(each._copy() for each in ratings_module.ratings.c))
    return ReadModel(table=table, loaded_by=table.c.case_id, handlers=ratings_module.RATINGS.handlers)


async def test_a_program_with_one_more_model_stops_the_one_without_it(
    engine: Engine, database_url: str, versions: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with history(database_url) as past:
        await past.random(5)
    rebuild(engine)
    more = (*MODELS, another("scores"))
    versions["scores"] = 1
    with monkeypatch.context() as patch:
        patch.setattr(rebuild_module, "MODELS", more)
        patch.setattr(rebuild_module, "READ_SIDE", replace(rebuild_module.READ_SIDE, models=more))
        assert ensure_tables(engine) == ["scores"]
    with engine.connect() as connection:
        assert {each.position for each in found_checkpoints(connection).values()} == {
            projection_position(connection)
        }
        scores = connection.exec_driver_sql("select count(*) from proj.scores").scalar()
        assert scores == connection.exec_driver_sql("select count(*) from proj.ratings").scalar()
    with pytest.raises(ProjectionOutdatedError, match="scores is unknown to this program"):
        Runner(engine).run_once()
    assert ensure_tables(engine) == []
    rebuild(engine)  # without it again, because somebody wants that
    Runner(engine).run_once()
    assert "scores" not in replaced(engine)
