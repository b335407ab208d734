"""`casebook report kpi --account` and `casebook report explain`: for terminal and JSON."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


async def test_a_figure_of_an_account_is_explained_by_its_rows(
    reachable_folder: Path, database_url: str
) -> None:
    async with composed(database_url) as house:
        await with_rules(house)
        await house.open_account()
        case_id = (await house.receive_case()).rpartition("/")[2]

    def ran(*options: str, language: str = "en") -> CompletedProcess[str]:
        return casebook(
            reachable_folder,
            *("report", *options),
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
            COLUMNS="200",
        )

    report = json.loads(ran("kpi", "--account", "KA-1", "--by", "account", "--json").stdout)
    assert [group["group"] for group in report["groups"]] == ["KA-1"]
    asked = ("explain", "cases_received", "--account", "KA-1", "--by", "channel")
    document = json.loads(ran(*asked, "--json").stdout)
    assert [row["case_id"] for row in document["items"]] == [case_id]
    assert document["figures"]["count"] == report["total"]["figures"]["cases_received"]["count"] == 1
    told = ran(*asked, language="zh")
    assert told.returncode == 0, told.stderr
    shown = told.stdout
    assert "受理工单数:定义版本 1" in shown
    assert case_id in shown
    for wrong, word in (
        (("kpi", "--account", "KA-404"), "account"),
        (("explain", "nothing"), "KPI"),
        (("explain", "csat", "--group", "x"), "--group"),
    ):
        refused = ran(*wrong)
        assert refused.returncode == 2
        assert word in refused.stderr
