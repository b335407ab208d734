"""Figures from the sums are those of the rows, whatever was told since and whenever it was added up."""

import asyncio
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, update

from service.projections.cases.table import cases
from service.projections.engine import advance
from service.projections.engine.checkpoints import projection_position
from service.projections.kpi.population import Scope
from service.projections.kpi.rollups import settling as steps
from service.projections.kpi.rollups.layout import KEPT_BY
from service.projections.kpi.rollups.reading import from_rows, from_sums
from service.projections.kpi.rollups.settling import settle, settle_all
from service.projections.kpi.rollups.tables import WAS, settling, sums, unsettled
from service.projections.rebuild import rebuild
from service.projections.runner import Runner
from tests.projections.test_one_timeline import tell
from tests.reports.rollups.same_figures import (
    assert_same,
    is_short,
    scope_of,
    some_instant,
)


def crash_before_release(engine: Engine, limit: int) -> None:
    """Add a portion, and end before its marks go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "_release", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        try:
            settle(engine, limit)
        except KeyboardInterrupt:
            return


def crash_before_commit(engine: Engine, limit: int) -> None:
    """Add a portion, and end before it counts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        try:
            settle(engine, limit)
        except KeyboardInterrupt:
            return


DEEDS: dict[str, Callable[[Engine, int], object]] = {
    "nothing": lambda *_: None,
    "a portion": settle,
    "everything": lambda engine, _: settle_all(engine),
    "crash before the marks go": crash_before_release,
    "crash before it counts": crash_before_commit,
}


def fold_some(engine: Engine, dice: random.Random) -> int:
    """Fold a batch of any size, and add up then, or crash in doing so; return how many events there were."""
    folded = Runner(engine, batch_size=dice.randrange(1, 200)).run_once()
    DEEDS[dice.choice(sorted(DEEDS))](engine, dice.randrange(1, 6))
    return folded


def account_keys(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted({str(each) for each in connection.scalars(select(cases.c.account_id))})


@pytest.mark.parametrize("seed", range(6))
def test_figures_from_the_sums_are_those_of_the_rows_whenever_they_were_added_up(
    engine: Engine, database_url: str, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311  no secret
    asyncio.run(tell(database_url, 2 * seed, dice.randrange(2, 14)))
    while fold_some(engine, dice):
        pass
    while not is_whole(engine):
        settle(engine, dice.randrange(1, 6))
    asyncio.run(tell(database_url, 2 * seed + 1, dice.randrange(2, 14)))
    while fold_some(engine, dice):
        assert_same_somewhere(engine, dice)
    settle_all(engine)
    with engine.connect() as connection:
        assert not connection.scalar(select(func.count()).select_from(unsettled))
        assert not any(connection.scalar(select(func.count()).select_from(each)) for each in WAS.values())
    for _ in range(4):
        assert_same_somewhere(engine, dice)


def assert_same_somewhere(engine: Engine, dice: random.Random) -> None:
    """Compare the figures of some period, of all or an account, in all or by group."""
    account = dice.choice([None, None, *account_keys(engine)])
    by = None if account else dice.choice([None, *sorted(KEPT_BY)])
    scope = scope_of(some_instant(dice), some_instant(dice), account)
    with engine.connect() as connection:
        found = from_sums(connection, scope, by)
        if found is None:
            assert is_short(scope, by)
        else:
            assert_same(found, from_rows(connection, scope, by))


def is_whole(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.scalar(select(settling.c.is_whole)))


def test_what_was_told_is_noted_with_the_rows_that_it_changes_or_not_at_all(
    engine: Engine, database_url: str
) -> None:
    asyncio.run(tell(database_url, 21, 4))
    Runner(engine).catch_up()
    settle_all(engine)
    asyncio.run(tell(database_url, 22, 4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(advance, "save", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            Runner(engine).run_once()
    assert marked(engine) == set()
    Runner(engine).catch_up()
    with engine.connect() as connection:
        told = set(connection.scalars(select(cases.c.case_id).where(cases.c.source_position > 0)))
        position = projection_position(connection)
    assert marked(engine) & told
    assert all(at <= position for _, at in marks(engine))
    with engine.connect() as connection:
        found = from_sums(connection, Scope(), "segment")
        assert found is not None
        assert_same(found, from_rows(connection, Scope(), "segment"))


def marks(engine: Engine) -> set[tuple[UUID, int]]:
    with engine.connect() as connection:
        return {(row.stream_id, row.position) for row in connection.execute(select(unsettled))}


def marked(engine: Engine) -> set[UUID]:
    return {stream_id for stream_id, _ in marks(engine)}


def test_before_anything_is_added_up_nothing_is_noted(engine: Engine, database_url: str) -> None:
    asyncio.run(tell(database_url, 23, 3))
    Runner(engine).catch_up()
    assert marked(engine) == set()
    with engine.connect() as connection:
        assert from_sums(connection, Scope(), None) is None


def test_what_is_told_while_a_portion_is_added_up_waits_for_the_next_one(
    engine: Engine, database_url: str
) -> None:
    asyncio.run(tell(database_url, 24, 4))
    Runner(engine).catch_up()
    settle_all(engine)
    asyncio.run(tell(database_url, 25, 6))
    Runner(engine, batch_size=40).run_once()
    first = marked(engine)
    with pytest.MonkeyPatch.context() as patch:
        release = steps._release

        def released(*given: Any) -> None:
            Runner(engine).catch_up()  # what is told between the sums and the marks
            release(*given)

        patch.setattr(steps, "_release", released)
        settle(engine)
    assert first & marked(engine)
    assert_same_as_rows(engine)
    settle_all(engine)
    assert_same_as_rows(engine)


def assert_same_as_rows(engine: Engine) -> None:
    for by in (None, "owner", "clock"):
        with engine.connect() as connection:
            found = from_sums(connection, Scope(), by)
            assert found is not None
            assert_same(found, from_rows(connection, Scope(), by))


@pytest.mark.parametrize("names", [(), ("clocks",)])
def test_after_a_rebuild_everything_is_added_up_anew(
    engine: Engine, database_url: str, names: tuple[str, ...]
) -> None:
    asyncio.run(tell(database_url, 26, 4))
    Runner(engine).catch_up()
    settle_all(engine)
    with engine.begin() as connection:
        connection.execute(update(sums).values(s0=sums.c.s0 + 1))  # what only adding up anew puts right
        assert from_sums(connection, Scope(), None) != from_rows(connection, Scope(), None)
    rebuild(engine, names)
    with engine.connect() as connection:
        assert from_sums(connection, Scope(), None) is None
    settle_all(engine)
    assert_same_as_rows(engine)


def test_sums_by_other_definitions_are_not_read_and_made_anew(engine: Engine, database_url: str) -> None:
    asyncio.run(tell(database_url, 27, 3))
    Runner(engine).catch_up()
    settle_all(engine)
    with engine.begin() as connection:
        connection.execute(update(settling).values(digest="of another program"))
        connection.execute(update(sums).values(s0=sums.c.s0 + 1))
        assert from_sums(connection, Scope(), None) is None
    settle_all(engine)
    assert_same_as_rows(engine)


def test_a_program_whose_sums_were_replaced_does_not_take_them_back(
    engine: Engine, database_url: str
) -> None:
    asyncio.run(tell(database_url, 28, 2))
    Runner(engine).catch_up()
    settle_all(engine)
    with engine.begin() as connection:
        mine = connection.scalar(select(settling.c.digest))
        connection.execute(update(settling).values(digest="of a newer program", replaced=[mine]))
    assert settle(engine) == 0
    with engine.connect() as connection:
        assert connection.scalar(select(settling.c.digest)) == "of a newer program"


def test_of_two_that_add_up_at_once_one_does(engine: Engine, database_url: str) -> None:
    asyncio.run(tell(database_url, 29, 2))
    Runner(engine).catch_up()
    with engine.connect() as other:
        other.scalar(select(func.pg_advisory_lock(steps.SETTLING_LOCK)))
        assert settle(engine) == 0
        other.scalar(select(func.pg_advisory_unlock(steps.SETTLING_LOCK)))
    assert settle(engine) > 0
