"""What is promised when something begins: of each clock the limit that falls due first."""

from datetime import datetime

from service.domain.clocks.milestones import Milestone
from service.domain.clocks.offers import Offer, best_offer
from service.domain.clocks.rule_index import indexed
from service.domain.clocks.situation import Promises, Situation


def first_offers(
    situation: Situation, promises: Promises, at: datetime, *begun_by: Milestone
) -> dict[str, Offer]:
    """Return the promises that the receipt of a case makes, or other milestones, by the name of the clock."""
    policy = promises.policy_at(at)
    starting = indexed(policy).applicable(situation).starting
    rules = [rule for each in begun_by or (Milestone.RECEIVED,) for rule in starting.get(each, ())]
    found: dict[str, Offer] = {}
    for clock in dict.fromkeys(rule.clock for rule in rules):
        of_clock = [rule for rule in rules if rule.clock == clock]
        offer = best_offer(of_clock, policy, situation, promises, start_at=at, fact=None)
        if offer is not None:
            found[clock] = offer
    return found
