"""The facts that a promise was made, or got another limit."""

from datetime import datetime
from uuid import UUID

from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import ClockRescheduled, ClockStarted, RescheduleReason
from service.domain.clocks.offers import Offer
from service.domain.clocks.policy import ClockRule, Policy
from service.domain.clocks.situation import Situation
from service.domain.quick_ids import named_id
from service.domain.vocabulary import ResponseClass


def started(
    book: ClockBook,
    offer: Offer,
    situation: Situation,
    cycle: int,
    *,
    subject: str | None,
    occurred_at: datetime,
) -> ClockStarted:
    """Return the fact that the promise was made, as the rules, the calendar and the people were then."""
    key = start_key(offer.rule.clock, cycle, subject)
    limit, document = offer.limit, offer.limit.calendar.document
    return ClockStarted(
        occurred_at=occurred_at,
        clock_id=clock_id_of(book, situation, key),
        clock=offer.rule.clock,
        cycle=cycle,
        subject=subject,
        counts_from_at=limit.counts_from_at,
        target_seconds=limit.target_seconds,
        due_at=limit.base_due_at,
        calendar_id=document.calendar_id,
        calendar_version=document.version,
        policy_id=offer.policy.policy_id,
        policy_version=offer.policy.version,
        rule=offer.rule.rule,
        agreement_id=offer.agreement_id,
        response_class=response_class_of(offer.rule, offer.policy, situation),
        priority=situation.priority,
        segment=situation.segment,
        owner=situation.owner,
        thresholds=limit.thresholds(offer.rule, ()),
    )


def rescheduled(
    clock: Clock, offer: Offer, situation: Situation, reason: RescheduleReason, at: datetime
) -> ClockRescheduled:
    """Return the fact that a promise got another limit; `due_at` is as if nothing had paused it."""
    limit, document = offer.limit, offer.limit.calendar.document
    return ClockRescheduled(
        occurred_at=at,
        clock_id=clock.clock_id,
        reason=reason,
        target_seconds=limit.target_seconds,
        due_at=limit.base_due_at,
        calendar_id=document.calendar_id,
        calendar_version=document.version,
        policy_id=offer.policy.policy_id,
        policy_version=offer.policy.version,
        rule=offer.rule.rule,
        agreement_id=offer.agreement_id,
        response_class=response_class_of(offer.rule, offer.policy, situation),
        priority=situation.priority,
        thresholds=limit.thresholds(offer.rule, ()),
    )


def start_key(clock: str, cycle: int, subject: str | None) -> str:
    """Return under what the starts of a clock are counted."""
    return f"{clock}:{cycle}:{subject or ''}"


def clock_id_of(book: ClockBook, situation: Situation, key: str) -> UUID:
    """Return the id of the next clock of a key: the same whoever decides it."""
    return named_id(situation.stream_id, f"{key}:{book.started.get(key, 0)}")


def response_class_of(rule: ClockRule, policy: Policy, situation: Situation) -> ResponseClass:
    """Return the class for which a rule holds here: one that the rule names, the most pressing otherwise."""
    classes = situation.response_classes or {policy.unclassified_counts_as}
    named = [found for found in rule.applies_to.response_classes if found in classes]
    return named[0] if named else max(classes, key=list(ResponseClass).index)
