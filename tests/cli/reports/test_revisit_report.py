"""`casebook report revisits`: the record of revisits (回访记录表) for the terminal, in both languages."""

import json
from pathlib import Path

import pytest

from service.importers.rule_files.default_rules import publish_default_rules
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


@pytest.mark.requirement(117)
async def test_the_record_of_revisits_is_printed_as_a_table_in_both_languages(
    reachable_folder: Path, database_url: str
) -> None:
    async with composed(database_url) as house:
        await publish_default_rules(house.application)
        await house.open_account()
        case = await house.receive_case(reference="R1")
        told = {
            "channel": "phone",
            "template": "delivery",
            "duration_seconds": 1_200,
            "answers": [{"question": "experience", "answer": "[很好]"}],
            "new_needs": "第二台压机",
            "routed_to": ["product"],
        }
        assert (await house.post(f"{case}/revisit", told)).status_code == 200
        assert (await house.post(f"{case}/revisit", {"channel": "sms", "reached": False})).status_code == 200

    def said(*options: str, language: str) -> str:
        ran = casebook(
            reachable_folder,
            "report",
            "revisits",
            *options,
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    english, chinese = said(language="en"), said("--account", "KA-1", language="zh")
    for word in ("After a delivery", "How does it feel to use it? [很好]", "20 min, too long", "product"):
        assert word in english
    for word in (
        "回访记录表:共 2 条",
        "交付后回访",
        "使用感受如何? [很好]",
        "未联系上",
        "短信",
        "第二台压机",
    ):
        assert word in chinese
    assert "R1" in chinese
    assert "记录 2 次,联系上 1 次,涉及客户 1 家,始终未联系上 0 家,超时长 1 次" in chinese
    (record,) = [
        json.loads(line) for line in said("--department", "product", "--json", language="en").splitlines()
    ]
    assert record["new_needs"] == "第二台压机"
    assert said("--account", "KA-2", "--json", language="en") == ""


def test_a_period_that_runs_backward_is_refused(reachable_folder: Path, database_url: str) -> None:
    period = ("--from", "2026-03-02", "--to", "2026-03-01")
    ran = casebook(reachable_folder, "report", "revisits", *period, CASEBOOK_DATABASE_URL=database_url)
    assert (ran.returncode, "to_at" in ran.stderr) == (2, True)
