"""`casebook clock`: what was promised, whether it was kept, and why the clock shows so."""

import json
from pathlib import Path

import pytest

from tests.api.clocks.clock_stories import RECEIVED, clock_of, late_case, observe, with_rules
from tests.api.clocks.clock_stories import told as tell
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")


async def recorded(url: str) -> tuple[str, str]:
    """Put the late case on the record; return its path and the id of its first reply's clock."""
    async with composed(url) as house:
        case = await late_case(house, reference="CB-000042")
        return case, (await clock_of(house, case, "first_reply"))["clock_id"]


async def test_clocks_are_listed_and_explained_by_reference_id_or_name(
    reachable_folder: Path, database_url: str
) -> None:
    case, clock_id = await recorded(database_url)

    def said(*arguments: str, language: str = "en") -> str:
        ran = casebook(
            reachable_folder,
            "clock",
            *arguments,
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    listed = said("list", "CB-000042")
    line = next(line for line in listed.splitlines() if clock_id[:8] in line)
    assert [word for word in ("first_reply", "breached", "2:00:00") if word not in line] == []
    assert "went on for 600 s although the customer had answered" in listed
    why = said("explain", "CB-000042", "first_reply")
    for told in ("owner li.na", "1:10:00", "department logistics", "waiting for the customer", "0:20:00"):
        assert told in why
    chinese = said("explain", case.rpartition("/")[2], clock_id[:8], language="zh")
    for told in ("负责人 li.na", "部门 logistics", "等待客户", "超时", "合计"):
        assert told in chinese
    resolution = said("explain", "CB-000042", "resolution", language="zh")
    assert "暂停,等待客户" in resolution
    assert "时钟暂停" not in resolution
    document = json.loads(said("explain", "CB-000042", clock_id, "--json"))
    assert sum(share["seconds"] for share in document["attribution"]) == document["late_seconds"] == 7200
    assert json.loads(said("list", "CB-000042", "--json"))["held_seconds"] == 600


async def test_what_was_noted_as_broken_and_found_kept_is_listed_so(
    reachable_folder: Path, database_url: str
) -> None:
    async with composed(database_url) as house:
        await with_rules(house)
        await house.open_account()
        case = await house.receive_case(occurred_at=RECEIVED, reference="CB-000042")
        await tell(house, f"{case}/classify", response_class="urgent", occurred_at=RECEIVED)
        await observe(house, case)
        await tell(house, f"{case}/acknowledge", occurred_at=RECEIVED)
    for language, words in (("en", "met (noted"), ("zh", "曾记为超时")):
        ran = casebook(
            reachable_folder,
            "clock",
            "list",
            "CB-000042",
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
        )
        assert ran.stdout.count(words) == 1, ran.stdout


async def test_what_is_not_there_is_named_and_the_remedy_too(
    reachable_folder: Path, database_url: str
) -> None:
    await recorded(database_url)
    for arguments, told in (
        (("list", "CB-7"), "CB-7"),
        (("explain", "CB-000042", "lunch"), "casebook clock list"),
        (("explain", "CB-000042", ""), "give more of the id"),
    ):
        ran = casebook(reachable_folder, "clock", *arguments, CASEBOOK_DATABASE_URL=database_url)
        assert (ran.returncode, told in ran.stderr) == (2, True), ran.stderr
