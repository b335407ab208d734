"""What goes wrong in a batch without being anybody's mistake, and what only another system may say."""

import pytest

from service.api.http.access import Role
from service.domain.case.decisions.replies import AddNote
from service.eventstore.folding import Decision
from service.eventstore.memory.streams import Known
from service.eventstore.request import Request
from tests.api.composition import House, bearer
from tests.api.http.commands.test_batches import answers, sent


async def case_of(house: House) -> str:
    await house.open_account()
    return (await house.receive_case()).rpartition("/")[2]


async def test_a_fault_of_ours_is_the_answer_of_one_command_and_says_nothing_of_its_text(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = await case_of(house)
    decide = house.application._execution.decide

    def breaking(known: Known, wanted: Request) -> Decision:
        (command,) = wanted.commands
        if isinstance(command, AddNote) and command.text == "planted":
            raise TypeError(command.text)
        return decide(known, wanted)

    monkeypatch.setattr(house.application._execution, "decide", breaking)
    notes = [sent(text, "AddNote", case, text=text) for text in ("before", "planted", "after")]
    told = await answers(house, *notes)
    assert [one["status"] for one in told] == [200, 500, 200]
    assert told[1]["problem"]["type"] == "/problems/internal_error"
    assert told[1]["id"] == "planted"
    logged = capsys.readouterr().out
    assert "request_failed" in logged
    assert "TypeError" in logged
    assert "planted" not in logged
    measured = (await house.get("/metrics")).text
    assert 'casebook_commands_total{command="AddNote",outcome="failed"} 1.0' in measured


async def test_a_batch_under_way_at_the_end_of_the_server_is_answered(house: House) -> None:
    case = await case_of(house)
    house.application.end_soon()
    told = await answers(house, sent("1", "AddNote", case, text="x"))
    assert told[0]["status"] == 503
    assert told[0]["problem"]["type"] == "/problems/service_stopping"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.AGENT, 403), (Role.SUPERVISOR, 403), (Role.INTEGRATION, 200)]
)
async def test_only_another_system_may_say_that_it_closed_a_case_there(
    house: House, role: Role, status: int
) -> None:
    """It passes every condition: the customer's word, open questions, the cause of a complaint."""
    case = await case_of(house)
    body = {"reason": "source_closed"}
    closed = await house.client.post(f"/v1/cases/{case}/close", json=body, headers=bearer(role))
    assert closed.status_code == status
    other = (await house.receive_case()).rpartition("/")[2]
    (batched,) = await answers(house, sent("1", "CloseCase", other, **body), role=role)
    assert batched["status"] == status
    if status == 403:
        assert closed.json()["type"] == batched["problem"]["type"] == "/problems/forbidden"
        assert "integration" in closed.json()["detail"]


async def test_a_server_that_can_record_nothing_any_more_says_that_it_is_not_ready(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await house.client.get("/readyz")).status_code == 200
    monkeypatch.setattr(house.application._appender, "_stopping", True)
    ready = await house.client.get("/readyz")
    assert (ready.status_code, ready.json()["type"]) == (503, "/problems/service_stopping")
