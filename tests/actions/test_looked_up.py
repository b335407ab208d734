"""What a decision must know from outside is looked up by whatever way a command comes, and never sent."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from service.domain.case.decisions.replies import AddNote
from service.domain.case.decisions.surveys import AskedLatelyError, ContactNotNamedError, SendSurvey
from service.domain.case.record.surveys import SurveySent
from service.domain.vocabulary import Channel
from service.eventstore.context.look_up import LooksNothingUp, portions
from service.eventstore.request import Answer, Request
from tests.api.composition import House, composed
from tests.api.surveys.survey_scenes import LI, WANG, done, opened_house, resolved_case, surveys_of


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with composed(database_url) as running:
        await opened_house(running)
        yield running


def asking(case: str, contact_id: UUID | None = LI) -> Request:
    command = SendSurvey(survey_id=uuid4(), channel=Channel.EMAIL, contact_id=contact_id)
    return Request(stream_id=UUID(case[-36:]), commands=(command,), command_id=uuid4(), actor="test")


async def asked(house: House, case: str) -> list[str]:
    return [survey["contact_id"] for survey in await surveys_of(house, case)]


@pytest.mark.requirement(119)
async def test_a_survey_that_is_sent_without_a_word_of_the_last_one_is_refused_all_the_same(
    house: House,
) -> None:
    first, second = [await resolved_case(house) for _ in range(2)]
    body = {"channel": "email", "contact_id": str(LI)}
    await done(house, f"{first}/survey", {**body, "survey_id": str(uuid4())})
    refused = await house.post(f"{second}/survey", {**body, "survey_id": str(uuid4())})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/asked_lately")
    assert "2026-03-16" in refused.json()["detail"]
    house.clock.advance(days=14)
    await done(house, f"{second}/survey", {**body, "survey_id": str(uuid4())})


async def test_of_two_surveys_of_one_contact_in_a_batch_the_second_is_refused(house: House) -> None:
    cases = [await resolved_case(house) for _ in range(3)]
    commands = [
        {
            "id": str(number),
            "type": "SendSurvey",
            "stream_id": case[-36:],
            "command": {"survey_id": str(uuid4()), "channel": "sms", "contact_id": str(contact_id)},
        }
        for number, (case, contact_id) in enumerate(zip(cases, (LI, WANG, LI), strict=True))
    ]
    # What comes later on the same case still finds the survey.
    declined = {"survey_id": commands[0]["command"]["survey_id"]}  # type: ignore[index]
    last = {"id": "d", "type": "DeclineSurvey", "stream_id": cases[0][-36:], "command": declined}
    answered = await house.post("/v1/commands", {"commands": [*commands, last]})
    assert [one["status"] for one in answered.json()["answers"]] == [200, 200, 409, 200]
    assert [await asked(house, case) for case in cases] == [[str(LI)], [str(WANG)], []]


async def test_two_surveys_of_one_contact_at_the_same_moment_do_not_miss_each_other(house: House) -> None:
    cases = [await resolved_case(house) for _ in range(4)]
    execute = house.application.execute
    outcomes = await asyncio.gather(*(execute(asking(case)) for case in cases), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["Answer", *["AskedLatelyError"] * 3]


async def test_the_event_says_when_the_contact_was_last_asked_elsewhere(house: House) -> None:
    cases = [await resolved_case(house) for _ in range(2)]
    await house.application.execute(asking(cases[0]))
    before = house.clock()
    house.clock.advance(days=20)
    answer = await house.application.execute(asking(cases[1]))
    (event,) = [each.event for each in answer.events if isinstance(each.event, SurveySent)]
    assert event.last_asked_at == before
    again = await house.application.execute(asking(cases[1]))
    assert isinstance(again, Answer)


async def test_a_survey_of_nobody_in_particular_is_refused_where_somebody_can_be_named(house: House) -> None:
    case = await resolved_case(house)
    with pytest.raises(ContactNotNamedError):
        await house.application.execute(asking(case, None))


async def test_an_invitation_right_after_another_chooses_somebody_else(house: House) -> None:
    first, second, third = [await resolved_case(house) for _ in range(3)]
    assert (await done(house, f"{first}/invite-to-survey"))["contact_id"] == str(LI)
    assert (await done(house, f"{second}/invite-to-survey"))["contact_id"] == str(WANG)
    refused = await house.post(f"{third}/invite-to-survey")
    assert refused.json()["type"] == "/problems/nobody_to_ask"


async def test_surveys_of_one_case_do_not_count_for_each_other(house: House) -> None:
    case = await resolved_case(house)
    await house.application.execute(asking(case))
    await done(house, f"{case}/reopen")
    await done(house, f"{case}/resolve")
    await house.application.execute(asking(case))
    other = await resolved_case(house)
    with pytest.raises(AskedLatelyError):
        await house.application.execute(asking(other))


class _LooksUpStreams(LooksNothingUp):
    """Looks something up for every request: its stream."""

    def subjects_of(self, request: Request) -> frozenset[UUID]:
        return frozenset({request.stream_id})


def test_requests_are_cut_only_before_one_about_the_same_subject() -> None:
    one, two = UUID(int=1), UUID(int=2)

    def cut(*streams: UUID) -> list[list[int]]:
        requests = [
            Request(stream_id=each, commands=(AddNote(text="x"),), command_id=each, actor="test")
            for each in streams
        ]
        found = portions(requests, _LooksUpStreams())
        return [[request.stream_id.int for request in portion] for portion in found]

    assert cut() == []
    assert cut(one, two) == [[1, 2]]
    assert cut(one, two, one, two, two) == [[1, 2], [1, 2], [2]]
