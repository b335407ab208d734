"""Who holds a case now: whose move it is, while one person answers for it all the time. Pure."""

from dataclasses import dataclass
from typing import Literal

from service.domain.case.state import Case

HolderKind = Literal["departments", "customer", "supplier", "other", "owner", "team", "nobody"]


@dataclass(frozen=True, kw_only=True)
class HeldBy:
    """Whose move it is. `names` are departments, the staff id of the owner or the team; else none."""

    kind: HolderKind
    names: tuple[str, ...] = ()


def held_by(case: Case) -> HeldBy:
    """Return who holds a case: departments that were asked and are not done, else whom it waits for.

    Else its owner, or its team while no person was named. Nobody holds a closed case.
    """
    departments = sorted({one.department for one in case.collaborations if one.is_open})
    if case.status == "closed":
        return HeldBy(kind="nobody")
    if departments:
        return HeldBy(kind="departments", names=tuple(departments))
    if case.waiting_on is not None:
        return HeldBy(kind=case.waiting_on.value)
    if case.owner is not None:
        return HeldBy(kind="owner", names=(case.owner,))
    return HeldBy(kind="team", names=(case.team,)) if case.team is not None else HeldBy(kind="nobody")
