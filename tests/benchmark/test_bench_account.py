"""`casebook bench account` measures what it names. No figure is judged here: that is the machine's."""

import os

from service.benchmark.accounts.growth import measure_growth
from service.benchmark.figures import ACCOUNT_BARS
from service.benchmark.laboratory import Laboratory
from service.benchmark.plan import Plan

A_FEW = Plan(rounds=1, long_stream_events=120)


async def test_a_long_account_is_measured_beside_a_short_one(database_url: str) -> None:
    found = await measure_growth(Laboratory(database_url, "", None, os.environ), A_FEW, ())
    assert [finding.name for finding in found] == list(ACCOUNT_BARS)
    assert all(finding.figure > 0 and finding.reference > 0 for finding in found)
    assert found[0].asides["long_account_events"] >= A_FEW.long_stream_events
