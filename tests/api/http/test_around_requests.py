"""Around every request: an id, a line in the log, measures, headers that browsers obey."""

import pytest
from structlog.testing import capture_logs

from service.projections.runner import Failure, RunnerStatus
from tests.api.composition import House


async def test_a_request_id_is_kept(house: House) -> None:
    answered = await house.client.get("/livez", headers={"X-Request-Id": "crm-17.a_b"})
    assert answered.headers["X-Request-Id"] == "crm-17.a_b"


@pytest.mark.parametrize("odd", [b"", b"a b", b"\xff\xfe", b"x" * 129, b"a\nb", b"<script>"])
async def test_an_odd_request_id_is_replaced(house: House, odd: bytes) -> None:
    answered = await house.client.get("/livez", headers={b"X-Request-Id": odd})
    assert len(answered.headers["X-Request-Id"]) == 36


async def test_the_log_names_route_and_key_but_nothing_that_a_customer_said(house: House) -> None:
    await house.open_account()
    with capture_logs() as logged:
        case = await house.receive_case(subject="geheim")
        await house.client.get("/v1/geheim?owner=geheim")
        await house.client.get("/v1/cases?owner=geheim")
    assert [line["route"] for line in logged] == ["/v1/cases", "unmatched", "/v1/cases"]
    assert [line["status"] for line in logged] == [201, 404, 200]
    assert [line["key_id"] for line in logged] == ["agent", None, "agent"]
    assert all(line["duration_seconds"] >= 0 for line in logged)
    assert "geheim" not in str(logged)
    assert case.rpartition("/")[2] not in str(logged)


async def test_commands_problems_and_requests_are_measured(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    await house.post(f"{case}/acknowledge")
    await house.post(f"{case}/acknowledge")
    await house.post(f"{case}/confirm")
    await house.client.request("GEHEIM", "/v1/geheim")
    measured = (await house.get("/metrics")).text
    for line in (
        'casebook_commands_total{command="ReceiveCase",outcome="recorded"} 1.0',
        'casebook_commands_total{command="AcknowledgeReceipt",outcome="unchanged"} 1.0',
        'casebook_commands_total{command="ConfirmResolution",outcome="refused"} 1.0',
        'casebook_problems_total{slug="case_not_resolved"} 1.0',
        'casebook_request_seconds_count{method="POST",route="/v1/cases"} 1.0',
        'casebook_requests_total{method="POST",route="/v1/cases",status="2xx"} 1.0',
        'casebook_requests_total{method="other",route="unmatched",status="4xx"} 1.0',
        "casebook_record_position 3.0",
        "casebook_projection_position 0.0",
        "casebook_projection_lag_events 3.0",
        "casebook_projection_running 1.0",
    ):
        assert line in measured
    assert "geheim" not in measured.lower()
    await house.catch_up()
    assert "casebook_projection_lag_events 0.0" in (await house.get("/metrics")).text


async def test_it_is_ready_while_the_database_answers_and_the_read_side_runs(house: House) -> None:
    del house.client.headers["Authorization"]
    assert (await house.client.get("/livez")).json() == {"status": "ok", "warnings": []}
    assert (await house.client.get("/readyz")).json() == {"status": "ok", "warnings": []}


async def test_it_is_not_ready_when_the_read_side_has_stopped(house: House) -> None:
    failure = Failure(type="KeyError", message="geheim", position=7, is_final=True)
    status = RunnerStatus(position=7, head=9, lag_events=2, failure=failure)
    object.__setattr__(house.app.state.services, "projection_status", lambda: status)
    answered = await house.client.get("/readyz")
    assert (answered.status_code, answered.json()["type"]) == (503, "/problems/projection_stopped")
    assert "position 7" in answered.json()["detail"]
    assert "geheim" not in answered.text


async def test_browsers_are_told_to_run_nothing_of_what_we_answer(house: House) -> None:
    for path in ("/v1/cases", "/v1/nothing", "/livez"):
        headers = (await house.client.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Cache-Control"] == "no-store"
