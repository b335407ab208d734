"""How many customers stay, buy again and come back to life (留存率、复购率, REQUIREMENTS 142). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from service.domain.described import Described
from service.domain.vocabulary import Segment

_RANK = {segment: rank for rank, segment in enumerate(reversed(Segment))}


@dataclass(frozen=True, kw_only=True)
class Course:
    """What became of an account over a period. A silence is when it began by the rule, and when it ended."""

    segment: Segment
    """Tier at the beginning of the period, or at the opening of an account that was opened in it."""
    segment_at_end: Segment
    was_customer: bool
    """Whether it was under our care at the beginning of the period."""
    is_customer: bool
    """Whether it is under our care at the end."""
    is_silent: bool
    """Whether it is silent at the end."""
    bought_before: frozenset[date] = frozenset()
    """Days of orders that were kept, in the span of the same length before the period."""
    bought: frozenset[date] = frozenset()
    """Days of orders that were kept, in the period."""
    silences: Sequence[tuple[datetime, datetime | None]] = ()
    """Silences that lasted into the period or began in it."""
    plays_at: Sequence[datetime] = ()
    """When plays to keep it were started."""
    was_treated: bool = False
    """Whether it was given something of its tier in the period, while it had it."""


class RetentionFigures(Described):
    """How many customers stay, buy again and come back to life. Shares are 0 to 1, or null."""

    customers: int = 0
    """Number of accounts under our care at the beginning of the period."""
    kept: int = 0
    """Number of those that are under our care at its end and are not silent then."""
    closed: int = 0
    """Number of those that were closed."""
    gone_silent: int = 0
    """Number of those that are silent at its end, by the guideline `silence`."""
    retention_rate: float | None = None
    """`kept` of `customers`."""
    buyers: int = 0
    """Number of accounts that bought in the period; orders paid back in full, whenever, do not count."""
    repeat_buyers: int = 0
    """Number of those that bought on more than one day of it."""
    buyers_before: int = 0
    """Number of accounts that bought in the span of the same length before the period."""
    bought_again: int = 0
    """Number of those that bought in the period."""
    repurchase_rate: float | None = None
    """`bought_again` of `buyers_before`."""
    silences: int = 0
    """Number of silences that lasted at its beginning or began in it."""
    woken: int = 0
    """Number of those that ended in it."""
    woken_after_play: int = 0
    """Number of those that ended after a play to keep the customer was started in the silence."""
    wake_rate: float | None = None
    """`woken` of `silences`."""
    wake_rate_after_play: float | None = None
    """Share of the silences in which a play was started that ended in the period."""
    moved_up: int = 0
    """Number of `customers` that are of a higher tier at its end."""
    moved_down: int = 0
    """Number of those of a lower tier."""
    treated: int = 0
    """Number of `customers` that were given something of their tier in the period, while they had it."""
    treated_moved_up: int = 0
    """Number of those that are of a higher tier at its end."""


@dataclass
class _Counts:
    told: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, counts: bool | int) -> None:
        self.told[name] = self.told.get(name, 0) + int(counts)


def retention_figures(courses: Iterable[Course], from_at: datetime, to_at: datetime) -> RetentionFigures:
    """Return the figures of accounts over [from_at, to_at)."""
    counts, played = _Counts(), _Counts()
    for one in courses:
        if one.was_customer:
            _count_customer(counts, one)
        counts.add("buyers", bool(one.bought))
        counts.add("repeat_buyers", len(one.bought) > 1)
        counts.add("buyers_before", bool(one.bought_before))
        counts.add("bought_again", bool(one.bought_before and one.bought))
        for began_at, ended_at in one.silences:
            is_woken = ended_at is not None and from_at <= ended_at < to_at
            has_play = any(began_at <= at < (ended_at or to_at) for at in one.plays_at)
            counts.add("silences", counts=True)
            counts.add("woken", is_woken)
            counts.add("woken_after_play", is_woken and has_play)
            played.add("silences", has_play)
    told = counts.told
    return RetentionFigures(
        **told,
        retention_rate=_share(told, "kept", "customers"),
        repurchase_rate=_share(told, "bought_again", "buyers_before"),
        wake_rate=_share(told, "woken", "silences"),
        wake_rate_after_play=_share({**told, **played.told}, "woken_after_play", "silences"),
    )


def _count_customer(counts: _Counts, one: Course) -> None:
    is_higher = one.is_customer and _RANK[one.segment_at_end] > _RANK[one.segment]
    counts.add("customers", counts=True)
    counts.add("kept", one.is_customer and not one.is_silent)
    counts.add("closed", not one.is_customer)
    counts.add("gone_silent", one.is_customer and one.is_silent)
    counts.add("moved_up", is_higher)
    counts.add("moved_down", one.is_customer and _RANK[one.segment_at_end] < _RANK[one.segment])
    counts.add("treated", one.was_treated)
    counts.add("treated_moved_up", one.was_treated and is_higher)


def _share(told: dict[str, int], part: str, whole: str) -> float | None:
    return told.get(part, 0) / told[whole] if told.get(whole) else None
