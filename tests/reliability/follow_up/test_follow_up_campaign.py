"""The follow-up engine, killed and doubled, misses nothing. Long form: tools/follow_up_campaign.py."""

from tests.reliability.follow_up.campaign import Plan, run

A_FEW = Plan(accounts=20, days=90, kills=3, seed=2026)


async def test_two_engines_that_are_killed_miss_no_contact_and_double_none(database_url: str) -> None:
    report = await run(A_FEW, database_url, lambda _: None)
    assert not report.violations, "\n".join(report.lines())
    assert report.kills == A_FEW.kills
    assert report.found.raised > A_FEW.accounts
    assert report.found.gave_way
    assert report.found.moved
    assert report.found.promised > A_FEW.accounts
