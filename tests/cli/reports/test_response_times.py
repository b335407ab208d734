"""`casebook report response-times`: the table of response times between departments, for the terminal."""

import json
from pathlib import Path

import pytest

from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


@pytest.mark.requirement(82)
def test_the_table_of_response_times_is_printed_in_the_users_language(started_folder: Path) -> None:
    def said(*options: str, language: str) -> str:
        ran = casebook(started_folder, "report", "response-times", *options, CASEBOOK_LANGUAGE=language)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    chinese = said(language="zh")
    assert "跨部门协作响应时效表" in chinese
    rows = [line.split() for line in chinese.splitlines()]
    assert ["技术部", "远程诊断", "1小时", "2小时", "30分钟", "2小时"] in rows
    assert ["查询运输轨迹", "1小时", "1小时", "30分钟", "2小时"] in [row[-5:] for row in rows]
    english = [" ".join(line.split()) for line in said(language="en").splitlines()]
    assert any(line.endswith("Deciding on compensation 2 h 8 h 30 min 2 h") for line in english)
    document = json.loads(said("--json", language="en"))
    assert {row["department"] for row in document["rows"]} >= {"technical", "logistics", "finance"}
