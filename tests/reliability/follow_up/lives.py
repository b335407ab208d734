"""Lives of customers for the follow-up campaign: what staff tell of them, day by day, from a seed. Pure.

Each account has an owner from some day on (a few never), people with dates, memos that move, agreements that
end, regular orders, tiers that change, and contacts of all causes, some so many that reminders must give way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
TOLD_AT = time(10)
"""Hour at which staff tell of the day, the first of them; the others follow by the minute."""
KINDS = ("birthday", "cooperation_anniversary", "company_anniversary", "shop_celebration", "other")
TIERS = ("high_value", "potential", "ordinary")


@dataclass(frozen=True)
class Told:
    """Something that staff tell of an account: the name of a command, its fields, and when."""

    at: datetime
    command: str
    fields: dict[str, Any]


def life(seed: int, number: int, first: date, last: date) -> Iterator[Told]:
    """Yield what is told of an account, in the order of time."""
    chance = Random(f"{seed}-{number}")  # noqa: S311  a seeded campaign
    days = (last - first).days
    contact = _id(chance)
    told: list[tuple[date, str, dict[str, Any]]] = [
        (first, "open", {"segment": chance.choice(TIERS)}),
        (first, "contact", {"contact_id": contact}),
    ]
    if chance.random() < 0.9:
        told.append((first + timedelta(days=chance.randrange(10)), "own", {}))
    told += _dates(chance, contact, first, days)
    told += _memos(chance, first, days)
    told += _agreements(chance, first, days)
    told += _contacts(chance, contact, first, days)
    if chance.random() < 0.3:
        weekday = chance.choice(("monday", "wednesday", "friday"))
        told.append((_day(chance, first, days), "order_day", {"weekday": weekday}))
    tier = told[0][2]["segment"]
    for day in sorted({_day(chance, first, days) for _ in range(chance.randrange(3))}):
        tier = chance.choice([other for other in TIERS if other != tier])
        told.append((day, "tier", {"segment": tier}))
    if chance.random() < 0.1 and days > 1:
        end = first + timedelta(days=chance.randrange(days // 2, days))
        told = [one for one in told if one[0] < end] + [(end, "close", {})]
    order = sorted(range(len(told)), key=lambda place: (told[place][0], place))
    for minutes, place in enumerate(order):
        day, command, fields = told[place]
        at = datetime.combine(day, TOLD_AT, ZONE) + timedelta(minutes=minutes % 300)
        yield Told(at, command, fields)


def _dates(
    chance: Random, contact: UUID, first: date, days: int
) -> Iterator[tuple[date, str, dict[str, Any]]]:
    for _ in range(chance.randrange(1, 5)):
        key, kind = _id(chance), chance.choice(KINDS)
        whom = {"contact_id": contact} if kind == "birthday" else {}
        since = _day(chance, first, days)
        if chance.random() < 0.3:  # told just before the day, and corrected while people are reminded of it
            soon, later = since + timedelta(days=4), since + timedelta(days=chance.choice((6, 9, 200)))
            told = {"key_date_id": key, "kind": kind, **whom}
            yield since, "key_date", {**told, "month": soon.month, "day": soon.day}
            yield since + timedelta(days=3), "key_date", {**told, "month": later.month, "day": later.day}
            continue
        yield since, "key_date", {"key_date_id": key, "kind": kind, **_month_day(chance), **whom}
        if chance.random() < 0.3:
            later = _later(chance, since, first, days)
            yield later, "key_date", {"key_date_id": key, "kind": kind, **_month_day(chance), **whom}
        elif chance.random() < 0.2:
            yield _later(chance, since, first, days), "no_key_date", {"key_date_id": key}


def _memos(chance: Random, first: date, days: int) -> Iterator[tuple[date, str, dict[str, Any]]]:
    for _ in range(chance.randrange(1 + days // 60)):
        memo, since = _id(chance), _day(chance, first, days)
        on = since + timedelta(days=chance.randrange(60))
        yield since, "memo", {"memo_id": memo, "remind_on": on}
        if chance.random() < 0.3:
            moved = since + timedelta(days=chance.randrange(max((on - since).days, 1)))
            to = moved + timedelta(days=chance.randrange(40))
            yield moved, "move_memo", {"memo_id": memo, "remind_on": to}


def _agreements(chance: Random, first: date, days: int) -> Iterator[tuple[date, str, dict[str, Any]]]:
    for number in range(chance.randrange(3)):
        since = _day(chance, first, days)
        yield (
            since,
            "sign",
            {"agreement_id": f"C-{number}", "lasts_days": chance.choice((200, 300, 365, 366))},
        )


def _contacts(
    chance: Random, contact: UUID, first: date, days: int
) -> Iterator[tuple[date, str, dict[str, Any]]]:
    """Some customers are contacted once in a while, and some so often that nothing more is to be raised."""
    each = chance.choice((4, 9, 40, 90))
    for _ in range(days // each):
        what = chance.choice(
            ("visit", "visit", "interview", "missed_visit", "news", "survey", "card", "touch")
        )
        whom = {"contact_id": contact} if what in {"card", "touch"} else {}
        yield _day(chance, first, days), what, whom


def _month_day(chance: Random) -> dict[str, int]:
    day = date(2028, 1, 1) + timedelta(days=chance.randrange(366))  # a leap year: February 29 as well
    return {"month": day.month, "day": day.day}


def _day(chance: Random, first: date, days: int) -> date:
    return first + timedelta(days=chance.randrange(1, max(days, 2)))


def _later(chance: Random, since: date, first: date, days: int) -> date:
    return since + timedelta(days=chance.randrange(1, max((first - since).days + days, 2)))


def _id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
