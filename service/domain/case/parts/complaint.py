"""What is remembered of the steps of a complaint. No personal field is."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable


@dataclass(frozen=True, kw_only=True)
class Liability:
    """Who answers for what happened, as determined last."""

    liable: Liable
    department: str | None
    determined_at: datetime


@dataclass(frozen=True, kw_only=True)
class Cause:
    """The cause tree as filled last; `depth` is its number of whys."""

    cause_class: CauseClass
    root_code: str
    process_step: str | None
    depth: int
    identified_at: datetime


@dataclass(frozen=True, kw_only=True)
class Impact:
    """How far the harm had come when it was looked at last."""

    extent: ImpactExtent
    observed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """The steps that were taken. What can happen several times is known by its instants."""

    soothed: frozenset[datetime] = frozenset()
    scenes: frozenset[datetime] = frozenset()
    liability: Liability | None = None
    cause: Cause | None = None
    impact: Impact | None = None


NO_STEPS = Complaint()
