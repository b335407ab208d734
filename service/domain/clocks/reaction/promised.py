"""By which rules a case or account makes promises: not by ours while another system kept it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.policy import NO_POLICY, Policy, TakenOver
from service.domain.clocks.situation import Promises, Situation
from service.domain.vocabulary import EscalationLevel


def promises_in(situation: Situation, promises: Promises) -> Promises:
    """Return the rules by which promises are made in a situation."""
    return promises if situation.taken_over is None else _TakenOver(promises, situation.taken_over)


@dataclass(frozen=True, slots=True)
class _TakenOver:
    """The rules on the record, but before the take-over those that were stated for it."""

    promises: Promises
    taken_over: TakenOver

    def policy_at(self, at: datetime) -> Policy:
        if at >= self.taken_over.at:
            return self.promises.policy_at(at)
        policy_id = self.taken_over.policy_id
        return NO_POLICY if policy_id is None else self.promises.policy_named(policy_id, at)

    def policy_named(self, policy_id: str, at: datetime) -> Policy:
        return self.promises.policy_named(policy_id, at)

    def policy_version(self, policy_id: str, version: int) -> Policy:
        return self.promises.policy_version(policy_id, version)

    def every_policy(self) -> Iterable[Policy]:
        return self.promises.every_policy()

    def calendar(self, calendar_id: str, version: int | None = None) -> Calendar:
        return self.promises.calendar(calendar_id, version)

    def on_duty(self, level: EscalationLevel, at: datetime) -> str | None:
        return self.promises.on_duty(level, at)
