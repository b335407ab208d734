"""A promise with another instant before it was broken: the customer has accepted it, or we give up."""

from service.domain.clocks.events import RescheduleReason
from service.domain.clocks.letting_go import needs_waits_since
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.offers import best_offer
from service.domain.clocks.reaction.notes import Notes, rule_of
from service.domain.clocks.rule_index import indexed
from service.domain.clocks.situation import Situation
from service.domain.clocks.starting import rescheduled

REASONS: dict[Milestone, RescheduleReason] = {
    Milestone.COMMITMENT_RENEGOTIATED: "renegotiated",
    Milestone.COMMITMENT_BROKEN: "given_up",
    Milestone.REMINDER_MOVED: "moved",
    Milestone.OBLIGATION_MOVED: "renegotiated",
}
_PROMISED_BY = {
    Milestone.COMMITMENT_RENEGOTIATED: Milestone.COMMITMENT_MADE,
    Milestone.COMMITMENT_BROKEN: Milestone.COMMITMENT_MADE,
    Milestone.OBLIGATION_MOVED: Milestone.OBLIGATION_AGREED,
    Milestone.REMINDER_MOVED: Milestone.REMINDER_RAISED,
}


def renegotiate(notes: Notes, happening: MilestoneReached, situation: Situation) -> None:
    """Give the clock of a commitment or an obligation the new instant; broken it stays so (REQUIREMENTS 145).

    What we give up is due at that instant. What came before an agreement that is known already changes
    nothing.
    """
    if any(
        fact.milestone in REASONS and fact.subject == happening.subject and fact.at > happening.at
        for fact in notes.book.facts
    ):
        return
    for clock in notes.book.clocks:
        if clock.subject != happening.subject or not clock.is_open or clock.breached_at is not None:
            continue
        rule = rule_of(clock, notes.promises)
        if not rule.per_subject or _PROMISED_BY[happening.milestone] not in rule.starts_on:
            continue
        policy = notes.promises.policy_version(clock.policy_id, clock.policy_version)
        offer = best_offer(
            [indexed(policy).by_name[rule.rule]],
            policy,
            situation,
            notes.promises,
            start_at=clock.counts_from_at,
            fact=happening,
        )
        is_unbroken = clock.paused_at is not None or clock.due_at >= happening.at
        if offer is not None and clock.target_seconds is None and is_unbroken:
            # A later instant can let waits count that came after the earlier one.
            needs_waits_since(notes.book, clock.counts_from_at)
            changed = rescheduled(clock, offer, situation, REASONS[happening.milestone], happening.at)
            notes.settle(notes.note(changed), None, happening.at)
