"""What was promised while another system kept the cases: nothing of ours, unless somebody says so."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.clocks.policy import TakenOver
from service.domain.rulebook.state import Rulebook
from service.importers.problems import PolicyUnpublishedError


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What a policy promises, by name, for cases received from an instant on; without one, nothing."""

    policy_id: str | None = None
    from_at: datetime | None = None

    def check(self, rulebook: Rulebook) -> None:
        """Raise PolicyUnpublishedError where the policy is not on the record."""
        if self.policy_id is not None and not rulebook.newest_policy(self.policy_id):
            raise PolicyUnpublishedError(policy_id=self.policy_id)

    def to(self, received_at: datetime, taken_over_at: datetime) -> TakenOver:
        """Return the take-over of a case, with what was promised in it before."""
        is_earlier = self.from_at is not None and received_at < self.from_at
        return TakenOver(at=taken_over_at, policy_id=None if is_earlier else self.policy_id)


NOTHING_PROMISED = Promised()
