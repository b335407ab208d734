"""A key, a link and whoever makes keys up may ask so often, and no more; others go on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.api.http.keys import create_key, revoke_key, written_key
from service.api.http.problems.error import ProblemError
from service.api.http.rate_limits import (
    MOST_BUCKETS,
    OF_LINK,
    OF_UNKNOWN_KEYS,
    RATES,
    Rate,
    RateLimits,
    rate_of,
)
from service.database.engine import create_engine
from tests.api.composition import MORNING, House, bearer, composed

SECRET = "k" * 43


class Seconds:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def limited(database_url: str, seconds: Seconds) -> AsyncIterator[House]:
    async with composed(database_url, seconds=seconds) as running:
        yield running


def slow_key(house: House, per_second: int = 2, **options: object) -> dict[str, str]:
    engine = create_engine(house.url)
    with engine.begin() as connection:
        key = create_key(
            connection,
            "slow",
            Role.AGENT,
            key_id="slow",
            secret=SECRET,
            now=MORNING,
            requests_per_second=per_second,
            **options,  # type: ignore[arg-type]
        )
    engine.dispose()
    return {"Authorization": f"Bearer {key}"}


async def test_a_key_that_asks_too_often_is_told_when_to_come_back_and_nothing_is_done(
    limited: House, seconds: Seconds
) -> None:
    slow, note = slow_key(limited), {"text": "x"}
    await limited.open_account()
    case = await limited.receive_case()
    for number in range(10):
        sent = await limited.client.post(f"{case}/note", json={"text": f"note {number}"}, headers=slow)
        assert sent.status_code == 200, sent.text
    head = await limited.application.log.head()
    refused = await limited.client.post(f"{case}/note", json=note, headers=slow)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert refused.json()["type"] == "/problems/too_many_requests"
    assert await limited.application.log.head() == head
    other = await limited.client.post(f"{case}/note", json=note, headers=bearer(Role.AGENT))
    assert other.status_code == 200
    seconds.now += 0.5
    assert (await limited.client.post(f"{case}/note", json=note, headers=slow)).status_code == 200
    assert (await limited.client.get(case, headers=slow)).status_code == 429


async def test_each_command_of_a_batch_counts(limited: House, seconds: Seconds) -> None:
    slow = slow_key(limited)
    commands = [{"command": "AddNote", "stream_id": str(uuid4()), "body": {"text": "x"}}] * 30
    batch = await limited.client.post("/v1/commands", json={"commands": commands}, headers=slow)
    assert batch.status_code == 200, batch.text
    refused = await limited.client.get("/v1/cases", headers=slow)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "11")  # 21 tokens at 2 a second
    seconds.now += 11
    assert (await limited.client.get("/v1/cases", headers=slow)).status_code == 200


async def test_a_link_may_ask_so_often(limited: House) -> None:
    del limited.client.headers["Authorization"]
    answers = [await limited.client.get("/s/made-up") for _ in range(OF_LINK.at_once + 1)]
    assert [answer.status_code for answer in answers] == [404] * OF_LINK.at_once + [429]
    assert (await limited.client.get("/s/another")).status_code == 404


async def test_keys_that_nobody_has_seen_are_looked_up_so_often(limited: House) -> None:
    assert (await limited.get("/v1/cases")).status_code == 200
    made_up = [
        (
            await limited.client.get(
                "/v1/cases", headers={"Authorization": f"Bearer {written_key(f'made{number}', SECRET)}"}
            )
        ).status_code
        for number in range(OF_UNKNOWN_KEYS.at_once + 5)
    ]
    assert set(made_up[: OF_UNKNOWN_KEYS.at_once - 1]) == {401}
    assert made_up[-4:] == [429] * 4
    assert (await limited.get("/v1/cases")).status_code == 200


async def test_a_key_that_many_send_at_once_for_the_first_time_is_looked_up_once(limited: House) -> None:
    key = slow_key(limited, per_second=1_000)
    many = OF_UNKNOWN_KEYS.at_once * 2
    answers = await asyncio.gather(*(limited.client.get("/v1/cases", headers=key) for _ in range(many)))
    assert {answer.status_code for answer in answers} == {200}


async def test_a_key_whose_checksum_is_wrong_is_not_looked_up(limited: House) -> None:
    looked_up: list[str] = []
    keys = limited.app.state.services.keys
    for wrong in (f"csk_agent_{SECRET}", f"csk_agent_{SECRET}_00000000", f"csk_made_{SECRET}_deadbeef"):
        assert await keys.holder(wrong, lambda: looked_up.append("looked up")) is None
    assert looked_up == []
    assert await keys.holder(written_key("made", SECRET), lambda: looked_up.append("looked up")) is None
    assert looked_up == ["looked up"]


async def test_a_key_ends_when_it_expires(limited: House) -> None:
    key = slow_key(limited, per_second=1_000, expires_at=MORNING + timedelta(days=1))
    assert (await limited.client.get("/v1/cases", headers=key)).status_code == 200
    limited.clock.advance(days=1)
    assert (await limited.client.get("/v1/cases", headers=key)).status_code == 401


async def test_who_is_refused_for_another_reason_spends_nothing(limited: House) -> None:
    slow = slow_key(limited)
    engine = create_engine(limited.url)
    for _ in range(30):
        assert (await limited.client.get("/v1/kpis", headers=slow)).status_code == 403
    assert (await limited.client.get("/v1/cases", headers=slow)).status_code == 200
    with engine.begin() as connection:
        revoke_key(connection, "slow", now=MORNING)
    engine.dispose()
    limited.clock.advance(seconds=6)
    assert (await limited.client.get("/v1/cases", headers=slow)).status_code == 401


def test_a_bucket_is_never_fuller_than_what_may_come_at_once(seconds: Seconds) -> None:
    limits, rate = RateLimits(seconds), Rate(1, 3)
    seconds.now = 1_000_000
    for _ in range(3):
        limits.take("a", rate)
    with pytest.raises(ProblemError, match="too_many_requests"):
        limits.take("a", rate)
    seconds.now += 1_000_000
    for _ in range(3):
        limits.take("a", rate)
    with pytest.raises(ProblemError):
        limits.take("a", rate)


def test_only_so_many_buckets_are_kept(seconds: Seconds) -> None:
    limits = RateLimits(seconds)
    for number in range(MOST_BUCKETS + 10):
        limits.take(f"address {number}", OF_LINK)
    assert len(limits._buckets) == MOST_BUCKETS


@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_rate_and_a_key_may_have_its_own(role: Role) -> None:
    assert rate_of(role, None) == RATES[role]
    assert rate_of(role, 3) == Rate(3, 15)
