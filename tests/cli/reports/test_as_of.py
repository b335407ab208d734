"""`casebook report … --as-of`: what was printed then is printed again, whatever was recorded since."""

import json
from pathlib import Path

import pytest

from tests.api.clocks.clock_stories import late_case, told
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")
REPORTS = ["kpi", "revisits"]


def printed(folder: Path, url: str, report: str, *options: str, fails: bool = False) -> str:
    ran = casebook(folder, "report", report, *options, CASEBOOK_DATABASE_URL=url)
    assert bool(ran.returncode) == fails, ran.stderr
    return ran.stderr if fails else ran.stdout


async def test_what_a_report_said_then_is_printed_again(reachable_folder: Path, database_url: str) -> None:
    async with composed(database_url) as house:
        case = await late_case(house)
        await told(house, f"{case}/revisit", reached=True, outcome="content", channel="phone")
        then = {report: printed(reachable_folder, database_url, report) for report in REPORTS}
        position = json.loads(printed(reachable_folder, database_url, "kpi", "--json"))["position"]
        await told(house, f"{case}/assign", owner="b.li", reason="on leave")
        await told(house, f"{case}/revisit", reached=False, outcome="away", channel="phone")
        await house.receive_case(kind="complaint")
    for report in REPORTS:
        again = printed(reachable_folder, database_url, report, "--as-of", str(position))
        assert printed(reachable_folder, database_url, report) != again
        assert again.splitlines()[1:] == then[report].splitlines()[1:], report


@pytest.mark.parametrize("as_of", ["99999", "2001-01-01"])
async def test_a_moment_that_is_none_of_the_record_is_refused_in_one_line(
    reachable_folder: Path, database_url: str, as_of: str
) -> None:
    async with composed(database_url) as house:
        await house.open_account()
    said = printed(reachable_folder, database_url, "kpi", "--as-of", as_of, fails=True)
    assert "--as-of" in said
    assert len(said.splitlines()) == 1
