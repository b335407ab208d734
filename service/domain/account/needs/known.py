"""How a need stands with the accounts that asked for it before: what a decision on another one must know."""

from dataclasses import dataclass
from datetime import date, datetime

from service.domain.account.needs.vocabulary import NeedStage


@dataclass(frozen=True, kw_only=True)
class KnownNeed:
    """A need that other accounts have raised, as it stands with the one of them that was told last."""

    topic: str
    product: str | None
    departments: tuple[str, ...]
    stage: NeedStage
    stage_at: datetime
    due_on: date | None = None
