"""What is shown without a key costs next to nothing, and health is told in time whatever hangs."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError

from service.api.http.access import Role
from service.api.http.connections import UNWELCOME
from service.projections.runner import RunnerStatus
from tests.api.composition import House

WELL = RunnerStatus(position=0, head=0, lag_events=0, failure=None)


class Hanging:
    """Asks for the status of the read side until it is let go."""

    def __init__(self) -> None:
        self.asked = 0
        self.go_on = threading.Event()

    def __call__(self) -> RunnerStatus:
        self.asked += 1
        self.go_on.wait()
        return WELL


@pytest.fixture
def hanging(house: House) -> Iterator[Hanging]:
    status = Hanging()
    object.__setattr__(house.app.state.services, "projection_status", status)
    yield status
    status.go_on.set()


async def test_the_description_is_the_same_bytes_for_all_and_is_sent_to_nobody_who_has_it(
    house: House,
) -> None:
    del house.client.headers["Authorization"]
    plain, again = await asyncio.gather(
        *(house.client.get("/openapi.json", headers={"Accept-Encoding": "identity"}) for _ in range(2))
    )
    packed = await house.client.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert plain.content == again.content == packed.content
    assert packed.headers["Content-Encoding"] == "gzip"
    for known in (plain, packed):
        accepted = known.request.headers["Accept-Encoding"]
        same = await house.client.get(
            "/openapi.json", headers={"If-None-Match": known.headers["ETag"], "Accept-Encoding": accepted}
        )
        assert (same.status_code, same.content) == (304, b"")
    assert plain.headers["ETag"] != packed.headers["ETag"]


async def test_what_is_prepared_is_computed_once(house: House) -> None:
    made = 0
    describe = house.app.openapi

    def counted() -> dict[str, object]:
        nonlocal made
        made += 1
        return describe()

    house.app.openapi = counted  # type: ignore[method-assign]
    await asyncio.gather(*(house.client.get("/openapi.json") for _ in range(30)))
    assert made == 1


async def test_the_files_of_the_documentation_have_etags(house: House) -> None:
    for path in ("/docs", "/docs/start.js", "/static/swagger-ui/swagger-ui.css"):
        first = await house.client.get(path)
        again = await house.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path


async def test_measures_stay_small_whatever_is_asked(house: House) -> None:
    routes = [route.path for route in house.app.routes if isinstance(route, APIRoute)]
    for number in range(980):
        path = routes[number % len(routes)].replace("{", "").replace("}", str(number))
        await house.client.request(["GET", "PUT", f"X{number}"][number % 3], f"{path}?q={number}")
    measured = await house.get("/metrics", Role.MONITORING)
    assert len(measured.content) < 300_000
    labels = {
        line.split('route="')[1].split('"')[0] for line in measured.text.splitlines() if "route=" in line
    }
    assert labels <= {*routes, "unmatched"}


@pytest.mark.parametrize("role", [None, Role.AGENT, Role.BI, Role.CUSTOMER_SYSTEM])
async def test_measures_are_shown_to_nobody_without_a_key_of_monitoring(
    house: House, role: Role | None
) -> None:
    if role is None:
        del house.client.headers["Authorization"]
        assert (await house.client.get("/metrics")).status_code == 401
    else:
        assert (await house.get("/metrics", role)).status_code == 403


async def test_however_many_ask_whether_it_is_ready_one_look_is_under_way(
    house: House, hanging: Hanging
) -> None:
    answers = await asyncio.gather(*(house.client.get("/readyz") for _ in range(40)))
    answers += await asyncio.gather(*(house.client.get("/readyz") for _ in range(2)))
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.json()["type"] for answer in answers} == {"/problems/record_unavailable"}
    assert hanging.asked == 1
    hanging.go_on.set()
    await asyncio.to_thread(hanging.go_on.wait)
    ready = [await house.client.get("/readyz") for _ in range(3)]
    assert ready[-1].status_code == 200


async def test_measures_are_told_while_the_database_hangs(house: House, hanging: Hanging) -> None:
    measured = await house.get("/metrics", Role.MONITORING)
    assert measured.status_code == 200
    assert "casebook_projection_running 0.0" in measured.text
    assert hanging.asked == 1


async def test_measures_are_told_while_the_database_is_away(house: House) -> None:
    def away() -> RunnerStatus:
        raise OperationalError("select 1", {}, ConnectionError())

    object.__setattr__(house.app.state.services, "projection_status", away)
    measured = await house.get("/metrics", Role.MONITORING)
    assert (measured.status_code, "casebook_projection_running 0.0" in measured.text) == (200, True)


async def test_an_answer_to_nobody_known_is_marked_before_it_ends(house: House) -> None:
    marks: list[object] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/cases",
        "raw_path": b"/v1/cases",
        "query_string": b"",
        "headers": [],
        "client": ("127.0.0.1", 1),
    }

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.body":
            state: dict[str, object] = scope["state"]  # type: ignore[assignment]
            marks.append(state.get(UNWELCOME))

    await house.app(scope, receive, send)  # type: ignore[arg-type]
    assert marks == [True]
