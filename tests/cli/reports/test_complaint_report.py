"""`casebook report complaints`: where complaints come about and what they cost, for terminal and JSON."""

import json
from pathlib import Path

import pytest

from tests.api.clocks.clock_stories import told, with_rules
from tests.api.complaints.complaint_stories import CAUSE, REMEDY_ID, complaint, granted
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


@pytest.mark.requirement(69)
async def test_the_complaint_rate_of_each_step_of_our_work_is_told_in_both_languages(
    reachable_folder: Path, database_url: str
) -> None:
    async with composed(database_url) as house:
        await with_rules(house)
        await house.open_account()
        late = await complaint(house)
        await told(house, f"{late}/cause", **CAUSE)
        await granted(house, late, REMEDY_ID, remedy_type="coupon", amount_minor=12_345)
        await house.receive_case()

    def said(*options: str, language: str = "en") -> str:
        ran = casebook(
            reachable_folder,
            *("report", "complaints", "--from", "2026-03-01", "--to", "2026-04-01"),
            *options,
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
            COLUMNS="80",
        )
        assert ran.returncode == 0, ran.stderr
        if "--json" not in options:
            assert all(len(line) <= 80 for line in ran.stdout.splitlines()[1:])
        return ran.stdout

    rows = [line.split() for line in said().splitlines()]
    assert ["Delivery", "1", "100.0%", "500.0", "0", "0", "–"] in rows
    assert ["Compensation", "coupon", "compensating", "1", "0", "1", "123.45", "CNY"] in rows
    chinese = [line.split() for line in said(language="zh").splitlines()]
    assert ["交付", "1", "100.0%", "500.0", "0", "0", "–"] in chinese
    assert ["补偿优惠券", "补偿", "1", "0", "1", "123.45", "CNY"] in chinese
    document = json.loads(said("--json"))
    assert (document["cases"], document["total"]["complaints"]) == (2, 1)
