"""Somebody is told when promises lie in years whose holidays are not known."""

from datetime import UTC, date, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from service.domain.rulebook.decisions import PublishCalendar
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.vocabulary import ResponseClass, Segment
from service.importers.rule_files.default_rules import default_calendars
from service.processes.observer import KINDS
from service.processes.watch import Watch
from service.processes.watch_metrics import WatchMetrics
from service.processes.watch_status import WatchFailure, WatchStatus
from tests.api.composition import composed
from tests.cli.command import casebook
from tests.processes.premises import Premises

NEWEST = [wish.calendar for wish in default_calendars() if wish.calendar.calendar_id == "cn_5x8"][-1]


async def publish(premises: Premises, version: int, covered_until: date) -> None:
    document = NEWEST.model_copy(update={"version": version, "covered_until": covered_until})
    await premises.tell(RULEBOOK_ID, PublishCalendar(calendar=document))


async def looked(premises: Premises) -> Watch:
    """Return a watch that has looked at a promise of ten working days from Monday, the 2nd of March."""
    await premises.account("KA-2", Segment.ORDINARY)
    await premises.case(ResponseClass.COMPLEX, code="KA-2")
    watch = await premises.watch()
    await premises.look(watch)
    return watch


def measures(watch: Watch) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(WatchMetrics(watch.status))
    return registry


async def test_a_promise_beyond_what_is_known_is_told_until_a_newer_calendar_covers_it(
    premises: Premises,
) -> None:
    await publish(premises, NEWEST.version + 1, date(2026, 3, 10))
    watch = await looked(premises)
    [exceeded] = watch.status().exceeded
    assert (exceeded.calendar_id, exceeded.covered_until) == ("cn_5x8", date(2026, 3, 10))
    assert exceeded.last_due_at == datetime(2026, 3, 13, 10, tzinfo=UTC)
    await publish(premises, NEWEST.version + 2, date(2026, 12, 31))
    premises.machine.pass_time(minutes=9)
    await premises.look(watch)
    assert watch.status().exceeded == (exceeded,)  # looked up every ten minutes
    premises.machine.pass_time(minutes=1)
    await premises.look(watch)
    assert watch.status().exceeded == ()


async def test_the_last_day_that_is_known_is_covered(premises: Premises) -> None:
    await publish(premises, NEWEST.version + 1, date(2026, 3, 13))
    assert (await looked(premises)).status().exceeded == ()


async def test_the_measures_say_how_far_each_calendar_is_known(premises: Premises) -> None:
    await publish(premises, NEWEST.version + 1, date(2026, 3, 10))
    said = measures(await looked(premises))
    covered, promised = (f"casebook_calendar_{name}_until_seconds" for name in ("covered", "promised"))
    over = datetime(2026, 3, 10, 16, tzinfo=UTC).timestamp()  # the end of the day in Shanghai
    assert said.get_sample_value(covered, {"calendar": "cn_5x8"}) == over
    due = datetime(2026, 3, 13, 10, tzinfo=UTC).timestamp()
    assert said.get_sample_value(promised, {"calendar": "cn_5x8"}) == due
    assert said.get_sample_value(covered, {"calendar": "always"}) is None


async def test_the_measures_say_what_was_noted_and_how_the_watch_stands(premises: Premises) -> None:
    case_id, watch = await premises.case(), await premises.watch()
    premises.machine.pass_time(minutes=6)
    await premises.look(watch)
    said = measures(watch)
    facts = [fact.event.STORED_NAME for fact in await premises.facts(case_id)]
    noted = {kind: said.get_sample_value("casebook_watch_noted_total", {"kind": kind}) for kind in KINDS}
    assert noted["breached"] == facts.count("ClockBreached.v1") == 1
    assert noted["warned"] == facts.count("ClockWarned.v1") > 1
    assert noted["escalated_to_nobody"] == facts.count("ClockEscalated.v1") > 1
    assert noted["escalated"] == noted["other"] == 0
    stands = {"lag_seconds": 0, "running": 1, "holding": 0, "failing_streams": 0}
    assert {name: said.get_sample_value(f"casebook_watch_{name}") for name in stands} == stands
    assert b"casebook_watch_noted_total" in generate_latest(said)


async def test_readyz_tells_of_what_somebody_should_know(premises: Premises) -> None:
    await publish(premises, NEWEST.version + 1, date(2026, 3, 10))
    watch = await looked(premises)
    premises.machine.wall += premises.machine.wall - datetime(2026, 3, 1, tzinfo=UTC)
    await watch.look()
    async with composed(premises.url, watch_status=watch.status) as house:
        ready = await house.client.get("/readyz", headers={"Accept-Language": "zh"})
        assert ready.status_code == 200
        told = {warning["slug"]: warning["message"] for warning in ready.json()["warnings"]}
        assert set(told) == {"clocks_differ", "calendar_not_covered"}
        assert "2026-03-10" in told["calendar_not_covered"]
        assert "NTP" in told["clocks_differ"]
        assert (await house.client.get("/livez")).json()["warnings"] == []


async def test_readyz_says_that_the_clocks_are_not_watched(premises: Premises) -> None:
    status = WatchStatus(failure=WatchFailure(type="X", message="y", is_final=True))
    async with composed(premises.url, watch_status=lambda: status) as house:
        stopped = await house.client.get("/readyz")
        assert stopped.status_code == 503
        assert stopped.json()["type"] == "/problems/watch_stopped"


async def test_the_doctor_warns_of_calendars_and_calls_nothing_wrong(
    premises: Premises, reachable_folder: Path
) -> None:
    await publish(premises, NEWEST.version + 1, date(2026, 3, 10))
    await looked(premises)
    settings = {"CASEBOOK_DATABASE_URL": premises.url, "CASEBOOK_PORT": "1"}
    told = casebook(reachable_folder, "doctor", **settings)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "warning" in told.stdout
    assert "cn_5x8 are known until 2026-03-10" in told.stdout
    await publish(premises, NEWEST.version + 2, date(2026, 12, 31))
    assert "known until" not in casebook(reachable_folder, "doctor", **settings).stdout
