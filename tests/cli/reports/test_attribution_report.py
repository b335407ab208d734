"""`casebook report attribution`: whose the late time is, for the terminal and as JSON."""

import json
from pathlib import Path

import pytest

from tests.api.clocks.clock_stories import late_case
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


async def test_late_minutes_are_told_by_who_held_them_up(reachable_folder: Path, database_url: str) -> None:
    async with composed(database_url) as house:
        await late_case(house)
    period = ("--from", "2026-03-02T09:00+08:00", "--to", "2026-03-02T10:00+08:00")

    def said(*options: str, language: str = "en") -> str:
        ran = casebook(
            reachable_folder,
            "report",
            "attribution",
            *period,
            *options,
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    rows = [line.split() for line in said("--by", "clock").splitlines()]
    assert ["first_reply", "owner", "li.na", "70.0", "1"] in rows
    assert ["first_reply", "department", "logistics", "30.0", "1"] in rows
    assert ["first_reply", "waiting", "for", "the", "customer", "20.0", "1"] in rows
    chinese = [line.split() for line in said(language="zh").splitlines()]
    assert ["负责人", "li.na", "70.0", "1"] in chinese
    assert ["1", "10.0", "1"] in chinese
    document = json.loads(said("--json"))
    assert (document["total"]["late_seconds"], document["total"]["held_seconds"]) == (7200, 600)


def test_a_period_that_runs_backward_is_named(reachable_folder: Path, database_url: str) -> None:
    ran = casebook(
        reachable_folder,
        *("report", "attribution", "--from", "2026-03-02", "--to", "2026-03-01"),
        CASEBOOK_DATABASE_URL=database_url,
    )
    assert (ran.returncode, "--to" in ran.stderr) == (2, True)
