"""What is remembered of an account to decide the next command. No personal field is."""

from dataclasses import dataclass
from uuid import UUID

from service.domain.vocabulary import Segment


@dataclass(frozen=True, kw_only=True)
class CustomerAccount:
    """An account as folded from its events; `code` is None before it is opened."""

    code: str | None = None
    segment: Segment = Segment.ORDINARY
    owner: str | None = None
    contact_ids: frozenset[UUID] = frozenset()


UNOPENED = CustomerAccount()
