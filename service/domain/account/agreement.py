"""An agreement with a customer, in every version, as it is remembered (REQUIREMENTS 46, 47)."""

from dataclasses import dataclass, replace
from datetime import datetime

from service.domain.clocks.policy import AgreedTerm

Terms = tuple[AgreedTerm, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementVersion:
    """What was agreed from `effective_at` on."""

    effective_at: datetime
    terms: Terms


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An agreement. `versions` stand in the order in which they take effect."""

    agreement_id: str
    versions: tuple[AgreementVersion, ...]
    ends_at: datetime | None = None

    @property
    def begins_at(self) -> datetime:
        """When its first version took effect."""
        return self.versions[0].effective_at

    def holds_at(self, at: datetime) -> bool:
        """Return whether it is in force; at `ends_at` it is no longer."""
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)

    def terms_at(self, at: datetime) -> Terms:
        """Return what is agreed at an instant; nothing where it is not in force."""
        if not self.holds_at(at):
            return ()
        return next(version.terms for version in reversed(self.versions) if version.effective_at <= at)

    def was_signed_as(self, effective_at: datetime, terms: Terms, ends_at: datetime | None) -> bool:
        """Return whether it was signed with just this content."""
        signed = self.versions[0]
        return (signed.effective_at, signed.terms, self.ends_at) == (effective_at, terms, ends_at)

    def amended(self, version: AgreementVersion) -> "Agreement":
        """Return the agreement with one more version; of two from one instant on the later said holds."""
        ordered = sorted((*self.versions, version), key=lambda each: each.effective_at)
        return replace(self, versions=tuple(ordered))
