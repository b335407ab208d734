"""The whole story as requests to the record, in order of business time. Pure: seed and end come in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from service.demonstration.care import remembered, what_matters
from service.demonstration.cast import DEMONSTRATION, ON_DUTY, Account, accounts
from service.demonstration.chapters import beside
from service.demonstration.chapters.asking import Diary
from service.demonstration.chapters.course import Course
from service.demonstration.dealings import dealings
from service.demonstration.hours import arrivals
from service.demonstration.life import Life
from service.demonstration.relations import relations
from service.domain.account.decisions.contacts import AddContact
from service.domain.account.decisions.profile import AssignAccountOwner, OpenAccount
from service.domain.command import Command
from service.domain.rulebook.decisions import SetRoster
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import EscalationLevel
from service.eventstore.request import Request

ACTOR = "demo"
DAYS = 183

OF_ACCOUNTS, OF_RULES = -1_000_000, -500_000
"""Where the numbers of steps begin that are of no case; cases count from 1,000 on."""

CASES = 3000
"""How many cases half a year has, unless fewer or more are asked for."""

Step = tuple[datetime, int, UUID, Command]


def history(
    seed: int, until: datetime, rules: Rulebook, *, accounts_count: int = 40, cases_count: int = CASES
) -> list[Request]:
    """Return the requests of half a year that ends at `until`, each of one command, in order of time.

    Each is decided and recorded when it happens, so that the record knows on a day what was known then.
    `rules` are those of the record that it is told to. The same seed and number of cases give the same
    command ids, so telling it twice adds nothing.
    """
    story = f"{seed}" if cases_count == CASES else f"{seed}/{cases_count}"
    begins_at = begin_of(until)
    cast = accounts(seed, accounts_count)
    steps = [
        *_on_duty(begins_at),
        *_accounts(cast, begins_at, until, rules),
        *_cases(seed, cast, begins_at, until, cases_count),
    ]
    steps.sort(key=lambda step: step[:2])
    return [
        Request(
            stream_id=stream_id,
            commands=(command,),
            command_id=uuid5(DEMONSTRATION, f"{story}/{order}"),
            actor=ACTOR,
            decided_at=at,
        )
        for at, order, stream_id, command in steps
    ]


def begin_of(until: datetime) -> datetime:
    """Return when the half year begins that ends then: the record, too, begins by the clock of the story."""
    return until - timedelta(days=DAYS)


def _on_duty(begins_at: datetime) -> Iterator[Step]:
    """Say who is called when a promise runs out; nobody of the directors is on duty."""
    levels = (EscalationLevel.SPECIALIST, EscalationLevel.SUPERVISOR, EscalationLevel.MANAGER)
    for order, (level, people) in enumerate(zip(levels, ON_DUTY, strict=True), start=OF_RULES):
        duties = tuple(Duty(staff_id=each, calendar_id="cn_7x12") for each in people)
        command = SetRoster(occurred_at=begins_at, level=level, people=duties, effective_at=begins_at)
        yield begins_at, order, RULEBOOK_ID, command


def _accounts(
    cast: tuple[Account, ...], begins_at: datetime, until: datetime, rules: Rulebook
) -> Iterator[Step]:
    order = OF_ACCOUNTS
    for account in cast:
        told = [
            *_opening(account, begins_at),
            *relations(account, begins_at, until),
            *what_matters(account, begins_at),
            *dealings(account, begins_at, until),
        ]
        for command in (*told, *remembered(account, told, begins_at, until, rules)):
            order += 1
            at = command.happened_at(begins_at)
            if begins_at <= at <= until:
                yield at, order, account.account_id, command


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
    diary, courses = Diary(until), dict[str, Course]()
    for number, received_at in enumerate(received, start=1):
        account = random.choices(cast, weights)[0]
        case_id = uuid5(DEMONSTRATION, f"{seed}/case/{number}")
        case_random = Random(f"{seed}/case/{number}")  # noqa: S311  a believable story, not a secret
        life = Life(case_random, account, number, received_at)
        course = life.tell(case_id)
        before, courses[account.code] = courses.get(account.code), course
        told = [*life.told, *beside(course, before, diary)]
        for step, command in enumerate(told):
            at = command.happened_at(received_at)
            if at <= until:
                yield at, number * 1000 + step, case_id, command
