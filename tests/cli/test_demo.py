"""`casebook demo` and the commands that look at what it wrote."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from service.reports.kpis.report import kpi_definitions
from tests.cli.command import Server, casebook, environment, found, serving

pytestmark = pytest.mark.xdist_group("demo")
CASES = 200
DEMO = ("demo", "--cases", str(CASES))
"""Fewer cases than it has by itself, which take minutes; the story is the same."""


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[Path, str]]:
    """Give the data folder that the demonstration was told in, and what it printed."""
    above = Path(tempfile.mkdtemp(prefix="casebook-demo-"))
    above.chmod(0o711)
    shown = casebook(above / "data", *DEMO, "--exit")
    assert shown.returncode == 0, shown.stderr
    yield above / "data", shown.stdout
    shutil.rmtree(above)


@pytest.mark.requirement(76)
def test_the_demonstration_ends_in_a_kpi_report(told: tuple[Path, str]) -> None:
    folder, shown = told
    assert "Cases received" in shown
    assert f"{CASES:,}" in shown
    report = casebook(folder, "report", "kpi", "--json")
    figures = json.loads(report.stdout)["total"]["figures"]
    assert figures["cases_received"]["count"] == CASES
    assert 0 < figures["csat"]["ratio"] < 1
    assert figures["first_response_time"]["median_seconds"] > 0


def test_every_kpi_can_be_read_whole_on_a_terminal_of_80_columns(told: tuple[Path, str]) -> None:
    folder, _ = told
    narrow = casebook(folder, "report", "kpi", COLUMNS="80").stdout
    assert all(len(line) <= 80 for line in narrow.splitlines())
    assert "…" not in narrow.partition("\n")[2]  # the heading says "from … to …"
    # A long title goes on in the next line of its cell.
    first_column = " ".join(re.split(r"\s{2,}", line.strip())[0] for line in narrow.splitlines())
    for kpi in kpi_definitions():
        assert kpi.title_en in first_column


def test_a_report_of_two_months_ago_shows_what_was_known_then(told: tuple[Path, str]) -> None:
    """Tell that the record of the story has a past of its own: each fact was recorded when it happened."""
    folder, _ = told
    day = (datetime.now(UTC) - timedelta(days=61)).date().isoformat()
    then = json.loads(casebook(folder, "report", "kpi", "--json", "--as-of", day).stdout)
    now = json.loads(casebook(folder, "report", "kpi", "--json").stdout)
    assert then["position"] < now["position"]
    received = [each["total"]["figures"]["cases_received"]["count"] for each in (then, now)]
    assert 0 < received[0] < received[1] == CASES
    assert now["total"]["figures"]["kept_told_late"]["hits"] == 0


def test_told_again_it_adds_nothing_and_serves(told: tuple[Path, str]) -> None:
    folder, _ = told
    with serving(folder, *DEMO) as server:
        assert "nothing was written again" in server.said
        key = found(r"csk_[\w-]+", server.said)
        got = httpx.get(
            f"{server.url}/v1/reports/kpi", headers={"Authorization": f"Bearer {key}"}, trust_env=False
        )
        assert got.json()["total"]["figures"]["cases_received"]["count"] == CASES
        assert httpx.get(f"{server.url}/docs", trust_env=False).status_code == 200


def test_another_seed_does_not_mix_with_the_story_told(told: tuple[Path, str]) -> None:
    folder, _ = told
    for other in (("--seed", "8"), ("--cases", str(CASES + 1))):
        refused = casebook(folder, *DEMO, "--exit", *other)
        assert refused.returncode == 2
        assert "CASEBOOK_DATA_FOLDER" in refused.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="watches processes through /proc")
def test_killed_in_the_middle_it_is_told_to_the_end_the_next_time(reachable_folder: Path) -> None:
    begun = subprocess.Popen(
        [sys.executable, "-m", "service", *DEMO, "--exit"],
        env=environment(reachable_folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert begun.stderr
    with Server(begun, "").dying():
        assert any("Writing" in line for line in begun.stderr), "it ended before it could be killed"
    begun.stderr.close()
    again = casebook(reachable_folder, *DEMO, "--exit")
    assert again.returncode == 0, again.stderr
    assert "nothing was written again" not in again.stdout
    figures = json.loads(casebook(reachable_folder, "report", "kpi", "--json").stdout)["total"]["figures"]
    assert figures["cases_received"]["count"] == CASES


def test_the_demonstration_keeps_off_a_database_of_ones_own(
    reachable_folder: Path, database_url: str
) -> None:
    refused = casebook(reachable_folder, *DEMO, "--exit", CASEBOOK_DATABASE_URL=database_url)
    assert refused.returncode == 2
    assert "--into-own-database" in refused.stderr


def test_a_report_by_segment_in_chinese(told: tuple[Path, str]) -> None:
    folder, _ = told
    report = casebook(folder, "report", "kpi", "--by", "segment", CASEBOOK_LANGUAGE="zh")
    assert report.returncode == 0, report.stderr
    assert "首次响应" in report.stdout
    assert "high_value" in report.stdout


def test_a_report_of_an_impossible_period_names_the_option(told: tuple[Path, str]) -> None:
    folder, _ = told
    refused = casebook(folder, "report", "kpi", "--from", "yesterday")
    assert refused.returncode == 2
    assert "--from" in refused.stderr
    backward = casebook(folder, "report", "kpi", "--from", "2026-03-01", "--to", "2026-02-01")
    assert backward.returncode == 2
    assert "--to" in backward.stderr


def test_a_case_replays_as_it_was_at_a_version_and_at_a_time(told: tuple[Path, str]) -> None:
    folder, _ = told
    whole = casebook(folder, "replay", "CB-000042")
    assert whole.returncode == 0, whole.stderr
    assert "Received" in whole.stdout
    assert "status: " in whole.stdout
    first = casebook(folder, "replay", "CB-000042", "--at", "1")
    assert "status: open" in first.stdout
    assert "Classified" not in first.stdout
    before = casebook(folder, "replay", "CB-000042", "--at", "2001-01-01")
    assert "Nothing had happened by 2001-01-01" in before.stdout
    for wrong in (("--at", "999"), ("--recorded",), ("--at", "yesterday")):
        refused = casebook(folder, "replay", "CB-000042", *wrong)
        assert refused.returncode == 2, wrong
        assert "Traceback" not in refused.stderr


def test_an_unknown_case_is_refused_by_name(told: tuple[Path, str]) -> None:
    folder, _ = told
    refused = casebook(folder, "replay", "CB-999999")
    assert refused.returncode == 2
    assert "CB-999999" in refused.stderr


def test_a_rebuild_changes_no_figure(told: tuple[Path, str]) -> None:
    folder, _ = told
    before = casebook(folder, "report", "kpi", "--json", "--by", "owner").stdout
    rebuilt = casebook(folder, "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert casebook(folder, "report", "kpi", "--json", "--by", "owner").stdout == before


def test_the_doctor_finds_it_well(told: tuple[Path, str]) -> None:
    folder, _ = told
    well = casebook(folder, "doctor")
    assert well.returncode == 0, well.stdout
    assert "PostgreSQL" in well.stdout
    assert (folder / "bi.password").read_text() not in well.stdout


def test_the_doctor_shows_no_password_of_a_database_that_is_away(reachable_folder: Path) -> None:
    ill = casebook(
        reachable_folder,
        "doctor",
        CASEBOOK_DATABASE_URL="postgresql://someone:secret-word@127.0.0.1:1/nothing",
    )
    assert ill.returncode == 1
    assert "127.0.0.1" in ill.stdout
    assert "secret-word" not in ill.stdout + ill.stderr
