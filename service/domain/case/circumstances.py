"""What a decision must know from outside the case, and the shape of a rule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.account.state import CustomerAccount
from service.domain.case.commands import CaseCommand
from service.domain.case.state import Case
from service.domain.rulebook.state import EMPTY, Rulebook

NOWHERE = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a decision must know from outside the stream.

    The moment, the stream's id, the account of a case as it is now, and the rules on the record.
    """

    now: datetime
    stream_id: UUID = NOWHERE
    account: CustomerAccount | None = None
    rulebook: Rulebook = EMPTY


Rule = Callable[[Case, CaseCommand, Circumstances], None]
