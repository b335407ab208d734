"""What a decision on an account must know from outside the account."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from service.domain.account.needs.known import KnownNeed
from service.domain.account.owner_choice import AccountChoice
from service.domain.account.record.profile import SegmentScoring
from service.domain.guidelines.telling_late import Teller
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.timeline.history import History

NOWHERE = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class AccountContext:
    """The moment, the id of the stream, and the rules on the record.

    `history` is that of the stream, where it was needed; whoever decides without it may have to look it up.
    `teller` is the holder of a key; None: whoever has the database at hand, such as an import or the watch.
    """

    now: datetime
    stream_id: UUID = NOWHERE
    rulebook: Rulebook = EMPTY
    history: History | None = None
    teller: Teller | None = None
    owner_choice: AccountChoice | None = None
    """How the owner of the account was chosen by number of accounts and ability."""
    case_accounts: Mapping[UUID, UUID | None] = field(default_factory=dict)
    """Case that a command names -> its account; None: there is no such case. One that does not stand here was
    not looked up, as where the core is asked by itself."""
    known_needs: Mapping[str, KnownNeed] = field(default_factory=dict)
    """Need that a command names -> how it stands with the accounts that asked for it before."""
    scoring: SegmentScoring | None = None
    """Scores from which a tier follows that a command assigns; None: somebody decides on it."""
