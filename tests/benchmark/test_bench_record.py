"""`casebook bench record` measures everything it names. No figure is judged here: that is the machine's."""

import json
import math
from pathlib import Path
from uuid import uuid4

import pytest

from service.benchmark.figures import BARS
from service.benchmark.laboratory import Laboratory
from service.benchmark.plain_inserts import inserts_a_second, make_table
from tests.cli.command import casebook, environment
from tests.eventstore.record import row

KEYS = {"name", "figure", "unit", "reference", "ratio", "bar", "met"}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str | float]]:
    ended = casebook(
        tmp_path_factory.mktemp("bench"),
        *("bench", "record", "--json", "--seconds", "0.1", "--rounds", "1", "--delayed-fsync"),
    )
    assert ended.returncode == 0, ended.stderr
    found: list[dict[str, str | float]] = json.loads(ended.stdout)
    return found


def test_every_ratio_is_printed_in_order_with_exactly_its_keys(
    measured: list[dict[str, str | float]],
) -> None:
    assert [found["name"] for found in measured] == list(BARS)
    assert [set(found) for found in measured] == [KEYS] * len(BARS)


def test_every_figure_and_reference_was_measured(measured: list[dict[str, str | float]]) -> None:
    for found in measured:
        figure, reference, ratio = (float(found[key]) for key in ("figure", "reference", "ratio"))
        assert figure > 0, found
        assert reference > 0, found
        assert math.isclose(ratio, figure / reference, rel_tol=0.01), found


async def test_without_pgbench_the_same_insert_goes_through_psycopg(
    database_url: str, tmp_path: Path
) -> None:
    lab = Laboratory(database_url, "", None, environment(tmp_path))
    insert = make_table(database_url, row(uuid4()))
    assert await inserts_a_second(lab, insert, 2, 0.05) > 0
