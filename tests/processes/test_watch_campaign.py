"""The short form of tools/watch_campaign.py."""

import sys
from pathlib import Path

import pytest

from service.database.engine import create_single_use_engine
from service.projections.mart import ensure_mart
from tests.processes.campaign import Plan, run


@pytest.mark.skipif(sys.platform == "win32", reason="forks the processes that it kills")
@pytest.mark.xdist_group("processes")
async def test_two_watches_under_kill_9_note_each_breach_and_each_escalation_once(
    database_url: str, tmp_path: Path
) -> None:
    with create_single_use_engine(database_url, application_name="tests").begin() as connection:
        ensure_mart(connection)
    said: list[str] = []
    plan = Plan(kills=4, seed=7, cases_between=12, most_notes_before=60)
    report = await run(plan, database_url, tmp_path, said.append)
    print("\n".join(report.lines()))  # noqa: T201 - CI shows it where the test fails
    assert report.violations == []
    assert report.kills == 4
    assert report.cases == 48
    assert report.by_watches > 4
    assert report.noted["breached", 100] >= 48
    assert report.noted["director", 200] >= 4
    assert len(said) == 5
