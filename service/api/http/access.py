"""Who may do what: one table, and everything that is not in it is refused."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from service.domain.actor import actor_of
from service.domain.guidelines.telling_late import Teller
from service.domain.staff_id import one_form


class Role(StrEnum):
    """What the holder of a key is to us."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    INTEGRATION = "integration"
    AUDITOR = "auditor"
    BI = "bi"
    CUSTOMER_SYSTEM = "customer_system"
    MONITORING = "monitoring"


class Permission(StrEnum):
    """What a route asks for. `read` and `history` show personal text, `report` figures only.

    `govern` changes the rules: what is promised, which time counts, who is on duty. `waive` answers for a
    promise that was not kept. `backdate` tells what happened earlier than the guideline lets the role tell,
    with a reason. `intake` is a customer's: cases of the key's account alone. `measure` reads how the service
    is doing, and nothing of what is on the record.
    """

    RECORD = "record"
    TAKE_OVER = "take_over"
    WAIVE = "waive"
    BACKDATE = "backdate"
    GOVERN = "govern"
    READ = "read"
    HISTORY = "history"
    REPORT = "report"
    INTAKE = "intake"
    MEASURE = "measure"


_WORK = frozenset({Permission.RECORD, Permission.READ, Permission.HISTORY})

POLICY: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _WORK,
    Role.SUPERVISOR: _WORK
    | {Permission.REPORT, Permission.GOVERN, Permission.WAIVE, Permission.BACKDATE, Permission.MEASURE},
    Role.INTEGRATION: _WORK | {Permission.TAKE_OVER, Permission.GOVERN},
    Role.AUDITOR: frozenset({Permission.READ, Permission.HISTORY, Permission.REPORT}),
    Role.BI: frozenset({Permission.REPORT}),
    Role.CUSTOMER_SYSTEM: frozenset({Permission.INTAKE}),
    Role.MONITORING: frozenset({Permission.MEASURE}),
}
ANYBODY = "*"
"""In place of the staff ids that a key may speak for: all."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The holder of the key that came with a request."""

    key_id: str
    name: str
    role: Role
    account_id: UUID | None = None
    """Account to which the key is bound; None if it is not bound."""
    speaks_for: frozenset[str] = frozenset()
    """Staff ids that the key may speak for; `ANYBODY` among them: any."""
    requests_per_second: int | None = None
    """Rate of its own; None: that of its role."""
    staff_id: str | None = None
    """Member of staff for whom the key speaks now; None: for nobody but its holder."""

    @property
    def actor(self) -> str:
        """The name under which the caller's events stand on the record: the key, and for whom it spoke."""
        return actor_of(self.name, self.staff_id)

    def speaking_for(self, staff_id: str) -> "Caller | None":
        """Return the caller as who speaks for a person; None where the key may not."""
        staff_id = one_form(staff_id)
        may = ANYBODY in self.speaks_for or staff_id in map(one_form, self.speaks_for)
        return replace(self, staff_id=staff_id) if may else None

    @property
    def teller(self) -> Teller:
        """What the record must know of the caller: how far back it may tell, and who it is."""
        return Teller(self.role.value, self.may(Permission.BACKDATE), self.name, self.staff_id)

    def may(self, permission: Permission) -> bool:
        """Whether the policy grants it."""
        return permission in POLICY[self.role]


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that the policy grants a permission."""
    return tuple(role for role, granted in POLICY.items() if permission in granted)
