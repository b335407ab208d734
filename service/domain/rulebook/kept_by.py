"""Which promises a milestone keeps, by whichever version of a policy they were made."""

from typing import Literal

from service.domain.clocks.milestones import Milestone
from service.domain.rulebook.state import Rulebook


def clocks_kept_by(
    book: Rulebook, milestone: Milestone, stream: Literal["case", "account"] = "case"
) -> frozenset[str]:
    """Return the names of the clocks on cases, or on accounts, that a milestone meets."""
    return frozenset(
        rule.clock
        for known in book.policies
        for rule in known.policy.rules
        if rule.stream == stream and milestone in rule.met_by
    )
