"""How far back who may tell what happened: beyond it nobody without a permission and a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.actor import actor_of
from service.domain.clocks.policy import LONGEST_SECONDS, Data
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.timeline.tolerance import CLOCK_TOLERANCE

TellingRole = Literal["agent", "supervisor", "integration", "customer_system"]
"""The roles of keys that can tell something. Whoever has the database at hand holds no key."""
MACHINES = frozenset({"integration", "customer_system", "monitoring"})
"""Roles of keys behind which nobody sits."""


@dataclass(frozen=True)
class Teller:
    """Who tells something: the role of a key, and whether it may tell of any time if it says why.

    `key` is its name, `staff_id` the member of staff for whom it speaks; None: for nobody but its holder.
    """

    role: str
    may_backdate: bool
    key: str
    staff_id: str | None = None

    @property
    def name(self) -> str:
        """The word for who does what is told: the person, else the key itself."""
        return self.staff_id or self.key_alone

    @property
    def is_machine(self) -> bool:
        """Whether nobody sits behind the key, and it speaks for nobody."""
        return self.role in MACHINES and self.staff_id is None

    @property
    def key_alone(self) -> str:
        """The word for the key where it speaks for nobody."""
        return actor_of(self.key, None)


class TellingLimit(Data):
    """How far back one role may tell."""

    role: TellingRole
    """Role of the key."""
    within_seconds: int = Field(ge=CLOCK_TOLERANCE.total_seconds(), le=LONGEST_SECONDS)
    """Seconds after the event within which a key of this role may record it."""
    only_native_cases: bool = False
    """Whether the limit holds only for cases that were received here. Of accounts, and of cases taken over
    from another system, the role may then record events of any time."""


class TellingLate(Guideline):
    """How far back a key of each role may record what happened."""

    guideline: Literal["telling_late"] = "telling_late"
    limits: tuple[TellingLimit, ...] = ()
    """Limits by role. A role without one may record events of any time."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        roles = [limit.role for limit in self.limits]
        for role in roles:
            if roles.count(role) > 1:
                raise invalid("named_twice", field="limits", named=role)
        return self

    def earliest(self, role: str, now: datetime, *, of_native_case: bool) -> datetime | None:
        """Return the earliest instant that a role may tell of now; None: any."""
        found = next((limit for limit in self.limits if limit.role == role), None)
        if found is None or (found.only_native_cases and not of_native_case):
            return None
        return now - timedelta(seconds=found.within_seconds)
