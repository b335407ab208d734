"""Which signals follow from the cases and ratings of accounts, by the rules of the house. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.domain.guidelines.signals import SignalRule
from service.domain.vocabulary import CaseKind

MOST_CASES = 50
"""Cases that a signal names as its evidence, the newest."""


@dataclass(frozen=True, kw_only=True)
class SeenCase:
    """A case of an account."""

    account_id: UUID
    case_id: UUID
    at: datetime
    kind: CaseKind
    category: str | None = None
    asset_reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class SeenRating:
    """A rating (CSAT, 1 to 5) of a case of an account."""

    account_id: UUID
    case_id: UUID
    at: datetime
    kind: CaseKind
    score: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule has found with an account, and in which cases. `about`: the subject area or asset."""

    account_id: UUID
    rule: SignalRule
    about: str | None
    case_ids: tuple[UUID, ...]
    number: int
    from_at: datetime
    until_at: datetime
    mean_before: float | None = None
    mean_now: float | None = None


Told = Mapping[tuple[UUID, str, str | None], datetime]
"""Account, rule and what it is about -> up to when the evidence of its last signal reaches."""
Seen = SeenCase | SeenRating


def findings(
    rules: Iterable[SignalRule],
    cases: Sequence[SeenCase],
    ratings: Sequence[SeenRating],
    now: datetime,
    told: Told,
) -> Iterator[Finding]:
    """Yield what the rules find up to `now`. What was evidence of a signal once is none of another."""
    for rule in rules:
        if rule.watches == "cases":
            yield from _alike(rule, cases, now, told)
        else:
            yield from _fallen(rule, ratings, now, told)


def _counts(rule: SignalRule, one: Seen) -> bool:
    return not rule.kinds or one.kind in rule.kinds


def _alike(rule: SignalRule, cases: Sequence[SeenCase], now: datetime, told: Told) -> Iterator[Finding]:
    groups: defaultdict[tuple[UUID, str | None], list[SeenCase]] = defaultdict(list)
    for case in cases:
        about = None if rule.alike == "account" else getattr(case, rule.alike)
        if not _counts(rule, case) or (about is None and rule.alike != "account"):
            continue
        before = told.get((case.account_id, rule.rule, about))
        if now - rule.within < case.at <= now and (before is None or case.at > before):
            groups[case.account_id, about].append(case)
    for (account_id, about), found in groups.items():
        if len(found) >= rule.least:
            yield _finding(rule, account_id, about, found)


def _fallen(rule: SignalRule, ratings: Sequence[SeenRating], now: datetime, told: Told) -> Iterator[Finding]:
    """Yield the accounts whose mean rating is lower than in the span before by as much as the rule says."""
    spans: defaultdict[UUID, tuple[list[SeenRating], list[SeenRating]]] = defaultdict(lambda: ([], []))
    for rating in ratings:
        age = now - rating.at
        if _counts(rule, rating) and timedelta() <= age < 2 * rule.within:
            spans[rating.account_id][0 if age < rule.within else 1].append(rating)
    for account_id, (present, past) in spans.items():
        last = told.get((account_id, rule.rule, None))
        new = [rating for rating in present if last is None or rating.at > last]
        if min(len(new), len(past)) < rule.least or rule.falls_by is None:
            continue
        before, after = _mean(past), _mean(new)
        if before - after >= rule.falls_by:
            yield _finding(rule, account_id, None, new, round(before, 2), round(after, 2))


def _mean(ratings: Sequence[SeenRating]) -> float:
    return sum(rating.score for rating in ratings) / len(ratings)


def _finding(  # noqa: PLR0917  the parts of a finding, in order
    rule: SignalRule,
    account_id: UUID,
    about: str | None,
    found: Sequence[Seen],
    before: float | None = None,
    after: float | None = None,
) -> Finding:
    in_order = sorted(found, key=lambda one: (one.at, one.case_id))
    case_ids = tuple(dict.fromkeys(one.case_id for one in in_order))
    return Finding(
        account_id=account_id,
        rule=rule,
        about=about,
        case_ids=case_ids[-MOST_CASES:],
        number=len(in_order),
        from_at=in_order[0].at,
        until_at=in_order[-1].at,
        mean_before=before,
        mean_now=after,
    )
