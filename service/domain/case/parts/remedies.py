"""What is remembered of remedies and exceptions. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.complaint_vocabulary import RemedyClass
from service.domain.vocabulary import EscalationLevel


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """Something proposed to make up for a wrong or to mend its cause."""

    remedy_id: UUID
    remedy_type: str
    remedy_class: RemedyClass | None
    amount_minor: int
    currency: str
    proposed_by: str
    due_at: datetime | None
    commitment_id: UUID | None
    needs_approval_by: EscalationLevel | None
    """The lowest rung that must agree."""
    approved_by: str | None = None
    is_rejected: bool = False
    granted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyException:
    """Something asked for that the policy does not allow. `is_granted` is None until it is decided."""

    exception_id: UUID
    requested_by: str
    departments: tuple[str, ...]
    is_granted: bool | None = None
    decided_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Remedies:
    """All that was proposed and asked for, in that order."""

    proposed: tuple[Remedy, ...] = ()
    exceptions: tuple[PolicyException, ...] = ()

    def remedy(self, remedy_id: UUID) -> Remedy | None:
        """Return a remedy; None when the case has none of this id."""
        return next((one for one in self.proposed if one.remedy_id == remedy_id), None)

    def exception(self, exception_id: UUID) -> PolicyException | None:
        """Return an exception; None when the case has none of this id."""
        return next((one for one in self.exceptions if one.exception_id == exception_id), None)


NO_REMEDIES = Remedies()
