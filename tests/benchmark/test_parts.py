"""Each part of the benchmark is measured by itself."""

import os
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

from service import main
from service.benchmark.figures import Finding
from service.benchmark.laboratory import Laboratory, caught_up, laboratories
from service.benchmark.plan import Plan
from service.benchmark.record import PARTS, measure
from service.benchmark.workload import open_account
from service.settings import Settings

HEAD = "select position from es.head"
FOLDED = "select min(position) from proj.checkpoints"


def asked(url: str, query: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [int(position) for (position,) in connection.execute(query.encode())]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_folder=tmp_path)


async def test_each_part_begins_with_an_empty_record_whatever_the_one_before_has_written(
    settings: Settings,
) -> None:
    heads: list[int] = []
    places: set[str] = set()

    async def part(lab: Laboratory, _: Plan, before: Sequence[Finding]) -> list[Finding]:
        heads.append(asked(lab.url, HEAD)[0])
        places.update((lab.url, lab.stock_url))
        async with main.record(lab.url) as application:
            await open_account(application)
        assert asked(lab.url, HEAD)[0] > 0
        assert len(before) == len(heads) - 1
        return [Finding(name="batch_vs_single", figure=1, reference=1)]

    with laboratories(Plan(), settings, os.environ) as laboratory_for:
        await measure(dict.fromkeys(PARTS, part), laboratory_for, Plan(), lambda _: None)
    assert heads == [0] * len(PARTS)
    assert len(places) == 2 * len(PARTS)


async def test_a_slice_begins_when_all_is_folded(settings: Settings) -> None:
    with laboratories(Plan(), settings, os.environ) as laboratory_for:
        lab = laboratory_for("any")
        async with main.record(lab.url) as application:
            await open_account(application)
        assert asked(lab.url, FOLDED) == [0]
        await caught_up(lab)
        assert asked(lab.url, FOLDED) == asked(lab.url, HEAD)
