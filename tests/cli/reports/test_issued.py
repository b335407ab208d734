"""`casebook report issued` lists what servers issued by themselves, also when one of them is killed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service.api.http.access import Role
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.domain.guidelines.report_schedule import ReportSchedule, ScheduledReport, period_before
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.rulebook.identity import RULEBOOK_ID
from service.eventstore.request import Request
from tests.api.composition import House, composed, template_with_keys
from tests.cli.command import casebook, serving
from tests.cluster import BI_PASSWORD

SCHEDULE = ReportSchedule(
    version=1, reports=(ScheduledReport(report="service-performance", recipients=("general_manager",)),)
)


@pytest.fixture(scope="session")
def template_database() -> str:
    """Return the template of all databases of these tests: it holds the keys already."""
    return template_with_keys()


async def schedule_of_last_month(house: House) -> None:
    """Publish a schedule that began a day before the last month ended: one report is due."""
    house.clock.moment = datetime.now(UTC)
    ended_at = period_before(house.clock(), "month", ZoneInfo(BUSINESS_ZONE))[1]
    command = PublishGuideline(content=SCHEDULE, effective_at=ended_at - timedelta(days=1))
    wish = Request(
        stream_id=RULEBOOK_ID, commands=(command,), command_id=house.application.new_id(), actor="tests"
    )
    await house.application.execute(wish)


async def test_of_two_servers_one_is_killed_and_the_report_is_issued_once(
    database_url: str, reachable_folder: Path
) -> None:
    async with composed(database_url) as house:
        await schedule_of_last_month(house)
        # Where BI reads, locks are closed to everybody, as on the embedded server.
        settings = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_BI_PASSWORD": BI_PASSWORD}
        with (
            serving(reachable_folder, **settings) as first,
            serving(reachable_folder, **settings),
        ):
            while not (await house.get("/v1/jobs", Role.AUDITOR)).json()["items"]:
                pass
            first.process.kill()
            first.process.wait()
            while not (await house.get("/v1/reports/issued", Role.BI)).json()["items"]:
                pass
        (report,) = (await house.get("/v1/reports/issued", Role.BI)).json()["items"]
    listed = casebook(reachable_folder, "report", "issued", "--json", **settings)
    assert json.loads(listed.stdout)["items"] == [report], listed.stderr
    none = casebook(reachable_folder, "report", "issued", "--recipient", "warehouse", "--json", **settings)
    assert json.loads(none.stdout)["items"] == []
    table = casebook(reachable_folder, "report", "issued", **settings)
    assert report["sha256"] in table.stdout
