"""The whole story as requests to the record, in order of business time. Pure: seed and end come in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from service.demonstration.cast import DEMONSTRATION, Account, accounts
from service.demonstration.hours import arrivals
from service.demonstration.life import Life
from service.domain.account.decisions.contacts import AddContact
from service.domain.account.decisions.profile import AssignAccountOwner, OpenAccount
from service.domain.command import Command
from service.eventstore.request import Request

ACTOR = "demo"
DAYS = 183

Step = tuple[datetime, int, UUID, Command]


def history(
    seed: int, until: datetime, *, accounts_count: int = 40, cases_count: int = 5000
) -> list[Request]:
    """Return the requests of half a year that ends at `until`, each of one command, in order of time.

    The same seed gives the same command ids, so telling it twice adds nothing.
    """
    begins_at = until - timedelta(days=DAYS)
    cast = accounts(seed, accounts_count)
    steps = [*_openings(cast, begins_at), *_cases(seed, cast, begins_at, until, cases_count)]
    steps.sort(key=lambda step: step[:2])
    return [
        Request(
            stream_id=stream_id,
            commands=(command,),
            command_id=uuid5(DEMONSTRATION, f"{seed}/{order}"),
            actor=ACTOR,
        )
        for _, order, stream_id, command in steps
    ]


def _openings(cast: tuple[Account, ...], begins_at: datetime) -> Iterator[Step]:
    order = 0
    for account in cast:
        for command in _opening(account, begins_at):
            order += 1
            yield begins_at, order, account.account_id, command


def _opening(account: Account, at: datetime) -> Iterator[Command]:
    yield OpenAccount(
        occurred_at=at,
        code=account.code,
        name=account.name,
        segment=account.segment,
        industry=account.industry,
    )
    yield AssignAccountOwner(occurred_at=at, owner=account.owner, reason="balanced load")
    for contact_id, name, role in account.contacts:
        yield AddContact(occurred_at=at, contact_id=contact_id, name=name, role=role)


def _cases(
    seed: int, cast: tuple[Account, ...], begins_at: datetime, until: datetime, how_many: int
) -> Iterator[Step]:
    random = Random(f"{seed}/arrivals")  # noqa: S311  a believable story, not a secret
    weights = [{"high_value": 5, "potential": 3, "ordinary": 2}[account.segment] for account in cast]
    received = sorted(arrivals(random, begins_at + timedelta(hours=1), until, how_many))
    for number, received_at in enumerate(received, start=1):
        account = random.choices(cast, weights)[0]
        case_id = uuid5(DEMONSTRATION, f"{seed}/case/{number}")
        case_random = Random(f"{seed}/case/{number}")  # noqa: S311  a believable story, not a secret
        for step, command in enumerate(Life(case_random, account, number, received_at).tell()):
            at = command.happened_at(received_at)
            if at <= until:
                yield at, number * 1000 + step, case_id, command
