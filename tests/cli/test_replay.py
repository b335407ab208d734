"""`casebook replay` tells how a case stood in the reader's words, with the instants of China."""

from collections.abc import Callable
from pathlib import Path
from unicodedata import east_asian_width as width

import pytest

from tests.api.clocks.clock_stories import at, late_case, told
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")

COLUMNS = 80
Said = Callable[..., str]
PROMISED = {
    "commitment_id": "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a14",
    "what": "The part by noon",
    "due_at": "2026-03-03T12:00:00+08:00",
}


@pytest.fixture
async def said(reachable_folder: Path, database_url: str) -> Said:
    async with composed(database_url) as house:
        case = await late_case(house, reference="CB-000042")
        await told(house, f"{case}/commitments", **PROMISED)
        await told(house, f"{case}/wait", waiting_on="supplier", occurred_at=at("12:00"))

    def replayed(*options: str, language: str = "en", columns: int = COLUMNS) -> str:
        ran = casebook(
            reachable_folder,
            "replay",
            "CB-000042",
            *options,
            CASEBOOK_DATABASE_URL=database_url,
            CASEBOOK_LANGUAGE=language,
            COLUMNS=str(columns),
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return replayed


PROMISE = (
    "promise: Clear reply to a routine question within 30 service minutes, due 2026-03-02 09:30, breached"
)


def state_in(printed: str) -> list[str]:
    """Return the lines that tell how the case stood."""
    lines = printed.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith(("As it stood", "第 ")))
    return [line.strip() for line in lines[begin + 1 :]]


def test_the_state_is_told_in_words_with_its_promises_and_no_name_of_a_program(said: Said) -> None:
    state = state_in(said())
    for line in (
        "status: open",
        "tier: high value",
        "kind: technical",
        "came by: phone",
        "received: 2026-03-02 09:00",
        "first reply: 2026-03-02 11:30",
        "waits for: a supplier",
        PROMISE,
        "commitment: due 2026-03-03 12:00, open",
    ):
        assert line in state, state
    assert any(
        line.startswith("asked of a department: ") and "done 2026-03-02 10:30" in line for line in state
    )
    assert [
        line for line in state if any(sign in line for sign in ("(Clock", "UUID(", "datetime", "()", "None"))
    ] == []


def test_the_state_is_told_in_chinese(said: Said) -> None:
    state = state_in(said(language="zh"))
    for line in (
        "状态: 进行中",
        "类型: 技术支持",
        "等待: 供应商",
        "对客户的承诺: 到期 2026-03-03 12:00、进行中",
    ):
        assert line in state, state
    latin = {line.partition(":")[0] for line in state if line.partition(":")[0].isascii()}
    assert latin == set()


def test_a_promise_that_ran_then_is_told_as_running(said: Said) -> None:
    state = state_in(said("--at", "2026-03-02T09:10"))
    assert [line for line in state if line.startswith("promise: ") and line.endswith("09:30, running")]
    assert [line for line in state if line.startswith(("first reply: ", "commitment: "))] == []


def test_a_time_without_a_zone_is_that_of_china_and_it_is_said(said: Said) -> None:
    there, here = said("--at", "2026-03-02T11:30"), said("--at", "2026-03-02T03:30+00:00")
    assert there == here
    assert "What had happened by 2026-03-02 11:30:00, Asia/Shanghai:" in there
    assert "first reply: 2026-03-02 11:30" in state_in(there)
    assert "(Asia/Shanghai)" in said()


def test_before_the_first_step_only_that_is_said(said: Said) -> None:
    before = "2001-01-01"
    assert said("--at", before) == "Nothing had happened by 2001-01-01 00:00:00, Asia/Shanghai.\n"
    assert said("--at", before, "--recorded", language="zh").count("\n") == 1
    assert said("--at", "0") == "Nothing had happened by then.\n"


def test_what_a_step_says_is_a_sentence_with_more_than_half_of_the_terminal(said: Said) -> None:
    printed = said(language="zh")
    assert max(sum(1 + (width(sign) in "WF") for sign in line) for line in printed.splitlines()) <= COLUMNS
    assert "(Asia/Shang" in printed  # the heading wraps, and says which zone
    assert "hai)" in printed
    assert "操作者 key:supervisor,记录于 2026-03-02 17:00:00" in printed
    assert [
        name for name in ("UUID(", "datetime", "Threshold", "clock_id", "tzinfo") if name in printed
    ] == []
    told_at = next(line for line in said("--at", "1").splitlines() if "The press stands still" in line)
    assert len(told_at) - len(told_at.lstrip()) < COLUMNS / 2


@pytest.mark.parametrize("never", ["0001-01-01T00:00+14:00", "9999-12-31T23:59+00:00", "yesterday"])
def test_a_time_that_no_clock_shows_is_refused(reachable_folder: Path, database_url: str, never: str) -> None:
    refused = casebook(reachable_folder, "replay", "CB-1", "--at", never, CASEBOOK_DATABASE_URL=database_url)
    assert refused.returncode == 2
    assert "--at" in refused.stderr
    assert "Traceback" not in refused.stderr
