"""A process learns what others have done to the accounts and rules on which it decides."""

from uuid import UUID, uuid4

import psycopg
import pytest

from service.domain.account.decisions.profile import AssignSegment
from service.domain.case.record.intake import CaseReceived
from service.domain.clocks.events import ClockStarted
from service.domain.rulebook.decisions import PublishPolicy
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.vocabulary import Segment
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from service.importers.rule_files.default_rules import default_policy, publish_default_rules
from tests.eventstore.record import ACCOUNT_ID, now, opened_case, receive, request


async def segment_of_next_case(application: Application) -> Segment:
    answer = await application.execute(request(uuid4(), receive()))
    received = answer.events[0].event
    assert isinstance(received, CaseReceived)
    return received.segment


async def test_a_tier_assigned_by_another_process_holds_for_the_next_case(
    application: Application, other_application: Application
) -> None:
    await opened_case(application)
    account_id = ACCOUNT_ID
    command = AssignSegment(segment=Segment.HIGH_VALUE, reason="grown")
    await other_application.execute(request(account_id, command))
    await application.cache_refresh.look()
    assert await segment_of_next_case(application) is Segment.HIGH_VALUE


async def test_a_policy_published_by_another_process_makes_the_next_promises(
    application: Application, other_application: Application
) -> None:
    await publish_default_rules(application)
    await opened_case(application)
    policy = default_policy().command.policy
    stricter = policy.model_copy(update={"version": policy.version + 1})
    await other_application.execute(request(RULEBOOK_ID, PublishPolicy(policy=stricter)))
    await application.cache_refresh.look()
    answer = await application.execute(request(uuid4(), receive()))
    versions = {e.event.policy_version for e in answer.events if isinstance(e.event, ClockStarted)}
    assert versions == {policy.version + 1}


class BlindLog(EventLog):
    """A log in which nobody can look for what has grown."""

    problem: Exception

    async def grown(self, *_: object) -> list[tuple[UUID, int]]:
        raise self.problem


@pytest.mark.parametrize("problem", [psycopg.OperationalError("away"), KeyError("a fault of ours")])
async def test_what_others_did_holds_for_the_next_case_even_when_looking_fails(
    database_url: str, other_application: Application, problem: Exception
) -> None:
    log, appender = BlindLog(database_url), Appender(database_url)
    log.problem = problem
    async with log.reading(), appender.running():
        application = Application(log, appender, now=now, new_id=uuid4)
        await opened_case(application)
        await other_application.execute(
            request(ACCOUNT_ID, AssignSegment(segment=Segment.HIGH_VALUE, reason="grown"))
        )
        assert await application.cache_refresh.look_or_forget() is problem
        assert await segment_of_next_case(application) is Segment.HIGH_VALUE


async def test_looking_goes_on_after_it_failed(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened_case(application)
    monkeypatch.setattr("service.eventstore.memory.refresh.WATCHED", [object()])
    assert await application.cache_refresh.look_or_forget() is not None
    monkeypatch.undo()
    assert await application.cache_refresh.look_or_forget() is None


async def test_a_look_that_finds_nothing_new_asks_for_no_events(application: Application) -> None:
    await opened_case(application)
    await application.cache_refresh.look()
    head = await application.log.head()
    assert await application.log.grown(head, head, ["AccountOpened.v1"]) == []


@pytest.mark.parametrize("types", [["AccountOpened.v1"], ["CaseReceived.v1"]])
async def test_only_streams_with_events_of_the_named_types_have_grown(
    application: Application, types: list[str], database_url: str
) -> None:
    await opened_case(application)
    with psycopg.connect(database_url) as connection:
        wanted = "select stream_id, version from es.events where type = %s"
        expected = connection.execute(wanted, types).fetchall()
    assert await application.log.grown(0, await application.log.head(), types) == expected


async def test_whoever_asks_for_the_rules_has_them_as_they_stand_whoever_wrote_them(
    application: Application, other_application: Application
) -> None:
    await publish_default_rules(application)
    assert (await application.rulebook()).newest_policy("default") == 1
    stricter = default_policy().command.policy.model_copy(update={"version": 2})
    await other_application.execute(request(RULEBOOK_ID, PublishPolicy(policy=stricter)))
    assert (await application.rulebook()).newest_policy("default") == 2
    assert await application.rulebook() is await application.rulebook()
