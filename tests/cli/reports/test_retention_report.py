"""`casebook report retention`: who stays, buys again, is woken and rises, for terminal and JSON."""

import json
from pathlib import Path

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer, composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


async def test_who_stays_and_buys_again_is_told_by_tier_in_both_languages(
    reachable_folder: Path, database_url: str
) -> None:
    async with composed(database_url) as house:
        account_id = await house.open_account()
        bought = {"order_reference": "O-1", "amount_minor": 100, "currency": "CNY"}
        told = {**bought, "occurred_at": "2026-02-20T08:00:00+08:00"}
        answer = await house.post(f"/v1/accounts/{account_id}/purchases", told, **bearer(Role.INTEGRATION))
        assert answer.status_code == 200, answer.text
        await house.catch_up()

    def said(*options: str, language: str = "en") -> str:
        period = ("--from", "2026-03-01", "--to", "2026-04-01")
        own = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_LANGUAGE": language, "COLUMNS": "80"}
        ran = casebook(reachable_folder, "report", "retention", *period, *options, **own)
        assert ran.returncode == 0, ran.stderr
        if "--json" not in options:
            assert all(len(line) <= 80 for line in ran.stdout.splitlines()[1:])
        return ran.stdout

    rows = [line.split() for line in said().splitlines()]
    assert ["high", "value", "0", "0", "1", "0", "0.0%"] in rows
    chinese = [line.split() for line in said(language="zh").splitlines()]
    assert ["高价值", "0", "0", "1", "0", "0.0%"] in chinese
    document = json.loads(said("--json"))
    assert (document["total"]["buyers_before"], document["total"]["repurchase_rate"]) == (1, 0.0)
