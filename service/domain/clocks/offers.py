"""Which limit a promise gets: by the rules that apply, or the agreement that stands instead of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.milestones import MilestoneReached
from service.domain.clocks.policy import AgreedTerm, ClockRule, Policy
from service.domain.clocks.situation import Promises, Situation
from service.domain.clocks.timing import Limit

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule with the limit that it gives from a start on."""

    rule: ClockRule
    policy: Policy
    limit: Limit
    agreement_id: str | None


def best_offer(
    rules: Iterable[ClockRule],
    policy: Policy,
    situation: Situation,
    promises: Promises,
    *,
    start_at: datetime,
    fact: MilestoneReached | None,
) -> Offer | None:
    """Return the offer of these rules that is due first; None if none applies or nothing was promised.

    A term that was agreed stands instead of each rule of its clock (REQUIREMENTS, Decisions; 28).
    """
    best: Offer | None = None
    for rule in rules:
        for agreement_id, term in _terms(rule, policy, situation, start_at):
            stands = term if term and _has_target(term) else rule
            calendar = promises.calendar(_calendar_id(rule, term, policy, situation))
            limit = _limit(stands, calendar, start_at, fact)
            if limit is not None and (best is None or limit.base_due_at < best.limit.base_due_at):
                best = Offer(rule, policy, limit, agreement_id)
    return best


def _terms(
    rule: ClockRule, policy: Policy, situation: Situation, start_at: datetime
) -> Iterator[tuple[str | None, AgreedTerm | None]]:
    classes = situation.response_classes or {policy.unclassified_counts_as}
    agreed = [
        (agreement_id, term)
        for agreement_id, term in situation.terms_at(start_at)
        if term.clock == rule.clock
        and (not term.response_classes or not classes.isdisjoint(term.response_classes))
    ]
    if not agreed:
        yield None, None
    yield from agreed


def _calendar_id(rule: ClockRule, term: AgreedTerm | None, policy: Policy, situation: Situation) -> str:
    counts = (term.counts if term else None) or rule.counts
    return policy.segment_calendars[situation.segment] if counts == "segment" else counts


def _limit(
    stands: ClockRule | AgreedTerm, calendar: Calendar, start_at: datetime, fact: MilestoneReached | None
) -> Limit | None:
    """Return the limit; an instant promised for the very thing holds where it is earlier than the target."""
    promised_at = fact.due_at if fact else None
    if fact is not None and fact.months is not None and stands.target_months is not None:
        due_at = _end_of_months(stands.target_months, calendar, fact)
    else:
        due_at = _due_at(stands, calendar, start_at, promised_at)
    if due_at is None:
        return None
    if stands.target_seconds is not None and promised_at is not None and start_at <= promised_at < due_at:
        return Limit(calendar, start_at, None, promised_at)
    return Limit(calendar, start_at, stands.target_seconds, due_at)


def _has_target(term: AgreedTerm) -> bool:
    return (
        term.target_seconds is not None
        or term.target_months is not None
        or term.days_before_promised is not None
    )


def _end_of_months(every: int, calendar: Calendar, fact: MilestoneReached) -> datetime | None:
    """Return the last moment of so many months of care; None where others than these begin with the fact."""
    if fact.months is None or fact.since_at is None or fact.months % every:
        return None
    return calendar.months_after(fact.since_at, fact.months + every) - _A_MOMENT


def _due_at(
    stands: ClockRule | AgreedTerm, calendar: Calendar, start_at: datetime, promised_at: datetime | None
) -> datetime | None:
    if stands.target_seconds is not None:
        return calendar.due_at(start_at, timedelta(seconds=stands.target_seconds))
    if stands.target_months is not None:
        return calendar.months_after(start_at, stands.target_months)
    if isinstance(stands, ClockRule) and stands.target_working_days is not None:
        return calendar.end_of_working_day(start_at, stands.target_working_days)
    if stands.days_before_promised is None or promised_at is None:
        return promised_at
    early = calendar.days_before(promised_at, stands.days_before_promised)
    # A promise cannot be due before it was made: then the promised instant itself is the limit.
    return early if early >= start_at else promised_at
