"""A day without a zone is a day of the business zone: in options, in the heads of reports and in the mart."""

import json
from pathlib import Path

import psycopg
import pytest

from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")
MIDNIGHT = {
    "Asia/Shanghai": "2026-03-01T16:00:00Z",
    "Europe/Berlin": "2026-03-01T23:00:00Z",
    "America/New_York": "2026-03-02T05:00:00Z",
    "UTC": "2026-03-02T00:00:00Z",
}
REPORTS = ["kpi", "attribution", "complaints"]


@pytest.mark.parametrize("report", REPORTS)
def test_a_day_in_an_option_begins_at_midnight_of_the_zone_which_the_head_names(
    reachable_folder: Path, database_url: str, report: str
) -> None:
    asked = ("report", report, "--from", "2026-03-02")
    for zone, begins_at in list(MIDNIGHT.items())[: 4 if report == "kpi" else 2]:
        said = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_ZONE": zone}
        document = json.loads(casebook(reachable_folder, *asked, "--json", **said).stdout)
        assert document["from_at"] == begins_at
        shown = casebook(reachable_folder, *asked, **said).stdout
        assert zone in shown
        assert "2026-03-02 00:00" in shown
    unset = casebook(reachable_folder, *asked, "--json", CASEBOOK_DATABASE_URL=database_url)
    assert json.loads(unset.stdout)["from_at"] == MIDNIGHT["Asia/Shanghai"]


@pytest.mark.parametrize("zone", ["localtime", "Factory", "Beijing", "+08:00", "../etc/passwd"])
def test_what_is_no_time_zone_is_refused_at_the_start(
    reachable_folder: Path, database_url: str, zone: str
) -> None:
    ran = casebook(reachable_folder, "report", "kpi", CASEBOOK_DATABASE_URL=database_url, CASEBOOK_ZONE=zone)
    assert ran.returncode != 0
    assert "zone" in (ran.stdout + ran.stderr).lower()


async def test_the_views_for_bi_name_the_days_of_the_zone_and_follow_it_when_it_changes(
    reachable_folder: Path, database_url: str
) -> None:
    async with composed(database_url) as house:
        await house.open_account()
        await house.receive_case(occurred_at="2026-03-01T20:00:00Z")
    days = {"Europe/Berlin": 20260301, "Asia/Shanghai": 20260302, "America/New_York": 20260301}
    for zone, day in days.items():
        said = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_ZONE": zone}
        for command in (("report", "kpi"), ("rebuild", "cases")):
            ran = casebook(reachable_folder, *command, **said)
            assert ran.returncode == 0, ran.stderr
            with psycopg.connect(database_url) as reader:
                found = reader.execute("select received_date_key from mart.v1_fact_case").fetchall()
            assert found == [(day,)]


async def test_a_story_tells_its_moments_in_the_zone(reachable_folder: Path, database_url: str) -> None:
    async with composed(database_url) as house:
        await house.open_account()
        case = await house.receive_case(occurred_at="2026-03-01T20:00:00Z")
    moments = {
        "Asia/Shanghai": "2026-03-02 04:00",
        "Europe/Berlin": "2026-03-01 21:00",
        "America/New_York": "2026-03-01 15:00",
    }
    for zone, moment in moments.items():
        said = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_ZONE": zone}
        assert moment in casebook(reachable_folder, "story", case[-36:], **said).stdout
        shown = casebook(reachable_folder, "replay", case[-36:], "--at", moment.replace(" ", "T"), **said)
        assert f"{moment}:00, {zone}" in shown.stdout
