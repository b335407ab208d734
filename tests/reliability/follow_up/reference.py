"""What the follow-up engine should do, slowly: everything is worked out anew at each look.

Written from the words of the guideline `follow_up` and of decisions 0050 and 0051, and from nothing of the
engine: no state, no fold, no index. It is told what staff tell and when somebody looks.
"""

from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.reliability.follow_up.lives import ZONE, Told

DAY = timedelta(days=1)
IN_THE_WINDOW = timedelta(days=30)
MOST = 6
CAUGHT_UP = timedelta(days=31)
SHORTEST_DAYS = 300
LEAD = {"birthday": (3, 3), "cooperation_anniversary": (7, 3), "company_anniversary": (7, 4)} | {
    "shop_celebration": (7, 4),
    "other": (3, 5),
}
"""Of each kind of date: days before, priority."""
FESTIVALS: dict[str, tuple[int, int, tuple[str, ...], tuple[str, ...]]] = {
    "spring_festival": (7, 6, (), ("2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13")),
    "dragon_boat_festival": (5, 8, ("high_value",), ("2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16")),
    "mid_autumn_festival": (7, 7, (), ("2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22")),
}
SEASONS = {"mid_year_sale": (6, 1), "singles_day_sale": (11, 1)}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TOUCHING = {"visit", "interview", "news", "survey", "card"}
"""What bothers a customer: not an attempt that reached nobody, nor an informal touch."""

Raised = tuple[str, date, datetime]
"""A reminder, its day, and the look at which people were reminded."""


@dataclass
class Occasion:
    """Something of which people are to be reminded."""

    name: str
    due_on: date
    known_on: date
    lead: int
    priority: int
    gives_way: bool = True
    bothers: bool = True


@dataclass
class Reference:
    """The right answer for one account, as it unfolds."""

    told: list[Told] = field(default_factory=list)
    open: dict[str, Occasion] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    done_at: list[datetime] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    gave_way: list[tuple[str, date, datetime, int]] = field(default_factory=list)
    moved: list[Raised] = field(default_factory=list)
    dropped: list[tuple[str, datetime]] = field(default_factory=list)

    def tell(self, told: Told) -> None:
        """Take in what staff tell: a changed date or memo moves its open reminder at once.

        Who closes an account drops all of them.
        """
        self.told.append(told)
        if told.command == "close":
            self._settle_open(told.at, lambda _: True)
        if told.command in {"key_date", "no_key_date", "move_memo"}:
            about = str(told.fields.get("key_date_id") or told.fields.get("memo_id"))
            self._settle_open(told.at, lambda name: about in name)

    def end(self, name: str, at: datetime, *, by_contact: bool) -> None:
        """Take in that staff did what they were reminded of, or dismissed it."""
        occasion = self.open.pop(name)
        if by_contact and occasion.bothers:
            self.done_at.append(at)

    def look(self, at: datetime) -> None:
        """Work out what follows at a look."""
        self._settle_open(at, lambda _: True)
        if self.is_closed:
            return
        today = at.astimezone(ZONE).date()
        known = self.open.keys() | self.over
        wanted = sorted(
            (one for one in self._occasions(today) if one.name not in known and one.due_on >= one.known_on),
            key=_place,
        )
        bothered = self._bothered(at, today)
        to_raise: list[Occasion] = []
        for one in wanted:
            if one.due_on - one.lead * DAY > today:
                continue
            before = [
                other
                for other in wanted
                if other.bothers
                and _place(other) < _place(one)
                and other.name not in self.over
                and one.due_on <= other.due_on <= one.due_on + IN_THE_WINDOW
            ]
            count = bothered + sum(other.bothers for other in to_raise) + len(before)
            self.over.add(one.name)
            if one.gives_way and count >= MOST:
                self.gave_way.append((one.name, one.due_on, at, count))
                continue
            to_raise.append(one)
            self.open[one.name] = one
            self.raised.append((one.name, one.due_on, at))

    def _settle_open(self, at: datetime, is_asked: Any) -> None:
        """Move or drop what is open and not missed yet; with a closed account all of it is dropped."""
        today = at.astimezone(ZONE).date()
        now = {one.name: one for one in self._occasions(today, all_days=True)} if not self.is_closed else {}
        for name, one in list(self.open.items()):
            if not is_asked(name) or (one.due_on < today and not self.is_closed):
                continue
            if name not in now:
                del self.open[name]
                self.dropped.append((name, at))
            elif now[name].due_on != one.due_on:
                self.moved.append((name, now[name].due_on, at))
                one.due_on = now[name].due_on

    def _bothered(self, at: datetime, today: date) -> int:
        contacts = {one.at for one in self.told if one.command in TOUCHING} | set(self.done_at)
        lately = [each for each in contacts if at - IN_THE_WINDOW < each <= at]
        awaited = [one for one in self.open.values() if one.bothers and one.due_on > today - IN_THE_WINDOW]
        return len(lately) + len(awaited)

    @property
    def is_closed(self) -> bool:
        """Whether the account is closed, so that nothing is done for it any more."""
        return any(one.command == "close" for one in self.told)

    def _occasions(self, today: date, *, all_days: bool = False) -> list[Occasion]:
        first, last = today - CAUGHT_UP, today + 7 * DAY + IN_THE_WINDOW
        if all_days:
            first, last = today - 800 * DAY, today + 800 * DAY
        found = [
            *self._key_dates(first, last),
            *self._memos(),
            *self._renewals(),
            *self._seasons(first, last),
            *self._orders(first, last),
        ]
        return [one for one in found if first <= one.due_on <= last]

    def _newest(self, command: str, key: str) -> dict[Any, Told]:
        return {one.fields[key]: one for one in self.told if one.command == command}

    def _key_dates(self, first: date, last: date) -> Iterator[Occasion]:
        removed = self._newest("no_key_date", "key_date_id")
        for key, one in self._newest("key_date", "key_date_id").items():
            if key in removed and self.told.index(removed[key]) > self.told.index(one):
                continue
            lead, priority = LEAD[one.fields["kind"]]
            for year in range(first.year, last.year + 1):
                due_on = _in_year(year, one.fields["month"], one.fields["day"])
                yield Occasion(f"key_date:{key}:{year}", due_on, _day(one.at), lead, priority)

    def _memos(self) -> Iterator[Occasion]:
        moved = self._newest("move_memo", "memo_id")
        for key, one in self._newest("memo", "memo_id").items():
            due_on = moved.get(key, one).fields["remind_on"]
            yield Occasion(f"memo:{key}", due_on, _day(one.at), 0, 1, gives_way=False)

    def _renewals(self) -> Iterator[Occasion]:
        spans = [
            (one.fields["agreement_id"], one.at, one.at + one.fields["lasts_days"] * DAY)
            for one in self.told
            if one.command == "sign"
        ]
        for name, since, ends in spans:
            is_renewed = any(other[0] != name and other[1] <= ends < other[2] for other in spans)
            if is_renewed or ends - since < SHORTEST_DAYS * DAY:
                continue
            for days in (90, 30):
                due_on = _day(ends) - days * DAY
                yield Occasion(
                    f"renewal:{name}:{days}", due_on, _day(since), 7, 1, gives_way=False, bothers=False
                )

    def _seasons(self, first: date, last: date) -> Iterator[Occasion]:
        owned = next((one.at for one in self.told if one.command == "own"), None)
        if owned is None:
            return
        tier = [one for one in self.told if one.command in {"open", "tier"}][-1].fields["segment"]
        for name, (lead, priority, tiers, days) in FESTIVALS.items():
            for day in map(date.fromisoformat, days) if not tiers or tier in tiers else ():
                yield Occasion(f"festival:{name}:{day.year}", day, _day(owned), lead, priority)
        for name, (month, day_of_month) in SEASONS.items():
            for year in range(first.year, last.year + 2):
                due_on = date(year, month, day_of_month) - DAY
                yield Occasion(f"promotion:{name}:{year}", due_on, _day(owned), 5, 4)

    def _orders(self, first: date, last: date) -> Iterator[Occasion]:
        settings = [one for one in self.told if one.command == "order_day"]
        for one in settings[-1:]:
            day = max(first, _day(one.at))
            while day <= last:
                if WEEKDAYS[day.weekday()] == one.fields["weekday"]:
                    year, week, _ = day.isocalendar()
                    name = f"order:{year}-W{week:02}"
                    yield Occasion(name, day, _day(one.at), 1, 2, gives_way=False, bothers=False)
                day += DAY


CARE = {"monthly_visit": 1, "quarterly_call": 3, "maintenance_advice": 6, "problem_report": 1}
OF_TIER = {
    "monthly_news": (1, {"potential", "ordinary"}),
    "value_content": (1, {"high_value"}),
    "executive_meeting": (6, {"high_value"}),
    "quarterly_interview": (3, {"high_value"}),
    "quarterly_survey": (3, {"ordinary"}),
}


def promised(told: Iterable[Told], until: datetime) -> list[tuple[str, datetime]]:
    """Return which months of care were promised by an instant, each with when it began, in order."""
    known = list(told)
    owned = next((one.at for one in known if one.command == "own"), None)
    if owned is None:
        return []
    until = min([until, *(one.at for one in known if one.command == "close")])
    found = [(clock, at) for clock, every in CARE.items() for at in _months(owned, until, every)]
    tiers: list[tuple[datetime, str]] = []
    for one in known:
        if one.command in {"open", "tier"} and (not tiers or tiers[-1][1] != one.fields["segment"]):
            tiers.append((one.at, one.fields["segment"]))
    for place, (since, tier) in enumerate(tiers):
        ends_at = tiers[place + 1][0] if place + 1 < len(tiers) else until
        for clock, (every, of) in OF_TIER.items():
            if tier in of and max(since, owned) <= ends_at:
                found += [(clock, at) for at in _months(max(since, owned), min(ends_at, until), every)]
    return sorted(found, key=lambda one: (one[1], one[0]))


def _months(since: datetime, until: datetime, every: int) -> Iterator[datetime]:
    local, months = since.astimezone(ZONE), 0
    while True:
        year, month = local.year + (local.month - 1 + months) // 12, (local.month - 1 + months) % 12 + 1
        at = local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))
        if at > until:
            return
        yield at
        months += every


def _in_year(year: int, month: int, day: int) -> date:
    return date(year, 2, 28) if (month, day) == (2, 29) and not isleap(year) else date(year, month, day)


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _place(one: Occasion) -> tuple[int, date, str]:
    return (one.priority, one.due_on, one.name)
