"""The short form of tools/kill_campaign.py."""

import sys

import pytest

from tests.reliability.campaign import Plan, run


@pytest.mark.skipif(sys.platform != "linux", reason="watches processes through /proc")
@pytest.mark.xdist_group("processes")
def test_what_is_acknowledged_under_kills_is_on_the_record_once_with_its_bytes() -> None:
    said: list[str] = []
    report = run(Plan(postgres_kills=3, server_kills=3, seed=20, most_commands_between=20), said.append)
    print("\n".join(report.lines()))  # noqa: T201 - CI shows it where the test fails
    assert report.violations == []
    assert sum(report.kills.values()) == 6
    assert report.kills["server"] == 3
    assert len(said) == 7
    assert report.outcomes["written"] >= 6
    assert report.batches > 0
    assert report.outcomes["unknown"] == 0
    assert report.events >= report.outcomes["written"]
    assert report.follower_interruptions > 0
