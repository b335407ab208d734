"""The rules on the record, every version of them, found fast: every command asks for the policy."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from service.domain.clocks.calendars.calendar import Calendar, compiled
from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.policy import NO_POLICY, Policy
from service.domain.guidelines import AnyGuideline
from service.domain.guidelines.guideline import Guideline
from service.domain.refusal import Refusal
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.events import ReportIssued
from service.domain.vocabulary import EscalationLevel

Kind = TypeVar("Kind", bound=Guideline)
SHORTEST = timedelta(microseconds=1)


class PolicyNotPublishedError(Refusal, field="policy_id"):
    """This version of the policy is not on the record."""


class CalendarNotPublishedError(Refusal, field="policy"):
    """A clock can use only calendars that are on the record."""


@dataclass(frozen=True, kw_only=True)
class PolicyInForce:
    """A version of a policy, and from when on it makes the promises."""

    policy: Policy
    effective_at: datetime


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Who is on duty on a rung, and from when on."""

    level: EscalationLevel
    people: tuple[Duty, ...]
    effective_at: datetime


@dataclass(frozen=True, kw_only=True)
class GuidelineInForce:
    """A version of a guideline, and from when on people work by it."""

    content: AnyGuideline
    effective_at: datetime


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """All that was published, in that order.

    Instants of policies, of the rosters of a rung, and of the guidelines of a kind, never fall.

    It keeps the `Promises` of the clocks. What is cached follows from the fields and is not stored.
    """

    policies: tuple[PolicyInForce, ...] = ()
    calendars: tuple[CalendarDocument, ...] = ()
    rosters: tuple[Roster, ...] = ()
    guidelines: tuple[GuidelineInForce, ...] = ()
    issued: tuple[ReportIssued, ...] = ()

    def policy_at(self, at: datetime) -> Policy:
        """Return the version in force at an instant: the one published last; before any, NO_POLICY."""
        earlier = bisect_right(self._policy_instants, at)
        return self.policies[earlier - 1].policy if earlier else NO_POLICY

    def policy_named(self, policy_id: str, at: datetime) -> Policy:
        """Return the version of a policy that was in force last by an instant; before its first, that one.

        Where there is no such policy, as where rules are only supposed, the one in force stands for it.
        """
        versions = [known for known in self.policies if known.policy.policy_id == policy_id]
        if not versions:
            return self.policy_at(at)
        return next((known for known in reversed(versions) if known.effective_at <= at), versions[0]).policy

    def policy_version(self, policy_id: str, version: int) -> Policy:
        """Return one version of a policy. Raises PolicyNotPublishedError."""
        found = self._policy_by_version.get((policy_id, version))
        if found is None:
            raise PolicyNotPublishedError(policy_id=policy_id, version=version)
        return found

    def every_policy(self) -> Iterable[Policy]:
        """Return all versions of all policies."""
        return self._policy_by_version.values()

    def calendar(self, calendar_id: str, version: int | None = None) -> Calendar:
        """Return a calendar, in its newest version or the one asked for. Raises CalendarNotPublishedError."""
        if found := self._compiled.get((calendar_id, version)):
            return found
        document = self._calendar_by_version.get((calendar_id, version))
        if document is None:
            raise CalendarNotPublishedError(calendar_id=calendar_id)
        return self._compiled.setdefault((calendar_id, version), compiled(document))

    def on_duty(self, level: EscalationLevel, at: datetime) -> str | None:
        """Return the first person of a rung in whose duty hours an instant lies; None: nobody."""
        roster = self.roster_at(level, at)
        for duty in roster.people if roster else ():
            if self.calendar(duty.calendar_id).counted(at, at + SHORTEST):
                return duty.staff_id
        return None

    def roster_at(self, level: EscalationLevel, at: datetime) -> Roster | None:
        """Return the roster of a rung that is in force at an instant."""
        instants, rosters = self._rosters_by_level.get(level, ((), ()))
        earlier = bisect_right(instants, at)
        return rosters[earlier - 1] if earlier else None

    def guideline(self, kind: type[Kind], at: datetime) -> Kind | None:
        """Return the version of a guideline that is in force at an instant: the one published last."""
        instants, versions = self._guidelines_by_kind.get(kind, ((), ()))
        earlier = bisect_right(instants, at)
        found = versions[earlier - 1] if earlier else None
        return found if isinstance(found, kind) else None

    def newest_guideline(self, kind: str) -> int:
        """Return the number of a guideline's newest version, 0 where there is none."""
        versions = (known.content.version for known in self.guidelines if known.content.guideline == kind)
        return max(versions, default=0)

    def newest_policy(self, policy_id: str) -> int:
        """Return the number of a policy's newest version, 0 where there is none."""
        return max((version for known, version in self._policy_by_version if known == policy_id), default=0)

    def newest_calendar(self, calendar_id: str) -> int:
        """Return the number of a calendar's newest version, 0 where there is none."""
        document = self._calendar_by_version.get((calendar_id, None))
        return document.version if document else 0

    def has_issued(self, issue_id: UUID) -> bool:
        """Whether a report of a period was issued."""
        return issue_id in self._issued_ids

    @cached_property
    def _issued_ids(self) -> frozenset[UUID]:
        return frozenset(issued.issue_id for issued in self.issued)

    @cached_property
    def _policy_instants(self) -> tuple[datetime, ...]:
        return tuple(known.effective_at for known in self.policies)

    @cached_property
    def _policy_by_version(self) -> dict[tuple[str, int], Policy]:
        return {(known.policy.policy_id, known.policy.version): known.policy for known in self.policies}

    @cached_property
    def _calendar_by_version(self) -> dict[tuple[str, int | None], CalendarDocument]:
        """Hold each calendar under each of its versions, the newest also under None."""
        found: dict[tuple[str, int | None], CalendarDocument] = {}
        for known in self.calendars:
            found[known.calendar_id, known.version] = found[known.calendar_id, None] = known
        return found

    @cached_property
    def _compiled(self) -> dict[tuple[str, int | None], Calendar]:
        return {}

    @cached_property
    def _rosters_by_level(self) -> dict[EscalationLevel, tuple[tuple[datetime, ...], tuple[Roster, ...]]]:
        by_level: dict[EscalationLevel, tuple[Roster, ...]] = {}
        for roster in self.rosters:
            by_level[roster.level] = (*by_level.get(roster.level, ()), roster)
        return {
            level: (tuple(roster.effective_at for roster in rosters), rosters)
            for level, rosters in by_level.items()
        }

    @cached_property
    def _guidelines_by_kind(
        self,
    ) -> dict[type[Guideline], tuple[tuple[datetime, ...], tuple[Guideline, ...]]]:
        found: dict[type[Guideline], tuple[tuple[datetime, ...], tuple[Guideline, ...]]] = {}
        for known in self.guidelines:
            instants, versions = found.get(type(known.content), ((), ()))
            found[type(known.content)] = ((*instants, known.effective_at), (*versions, known.content))
        return found


EMPTY = Rulebook()
