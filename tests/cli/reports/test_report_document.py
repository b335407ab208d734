"""`casebook report document`: named reports as files, in both languages."""

import json
from pathlib import Path

import pytest

from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import composed
from tests.cli.command import casebook
from tests.reports.documents.made import lines_of, sheets_of

pytestmark = pytest.mark.xdist_group("processes")


async def test_a_named_report_is_printed_or_written_to_a_file(
    reachable_folder: Path, database_url: str, tmp_path: Path
) -> None:
    async with composed(database_url) as house:
        await with_rules(house)
        await house.open_account()
        await house.receive_case()

    def ran(*options: str, language: str = "en") -> str:
        done = casebook(
            reachable_folder,
            *("report", "document", "service-performance", "--from", "2026-03-01", "--to", "2026-04-01"),
            *options,
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    document = json.loads(ran())
    assert (document["slug"], document["policy_id"]) == ("service-performance", "default")
    assert ["Cases received", "1", "0", "", "0", ""] in lines_of(ran("--format", "csv").encode())
    workbook = tmp_path / "report.xlsx"
    written = ran("--format", "xlsx", "--output", str(workbook), "--account", "KA-1", language="zh")
    assert "内容校验" in written
    cover = next(iter(sheets_of(workbook.read_bytes()).values()))
    assert cover[0][0] == "服务绩效报告"
    assert ["范围", "KA-1"] in [row[:2] for row in cover]
    english = ran("--format", "html", "--language", "en", language="zh")
    assert "Service performance report" in english


def test_a_form_that_is_no_text_needs_a_file(started_folder: Path) -> None:
    period = ("--from", "2026-03-01", "--to", "2026-04-01")
    refused = casebook(started_folder, "report", "document", "problem-analysis", *period, "--format", "xlsx")
    assert refused.returncode == 2
    assert "--output" in refused.stderr


def test_the_named_reports_are_listed(started_folder: Path) -> None:
    listed = casebook(started_folder, "report", "documents", CASEBOOK_LANGUAGE="zh")
    assert listed.returncode == 0, listed.stderr
    assert "service-performance" in listed.stdout
    assert "服务绩效报告" in listed.stdout
