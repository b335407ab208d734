"""What an account is due by its tier, and what of it it lacks since when (REQUIREMENTS 140, 165). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.guidelines.care.treatments import ADVISOR, Treatment, TreatmentDue
from service.domain.vocabulary import Segment

ADVISOR_TITLE = Title(zh="专属顾问", en="Dedicated advisor")


@dataclass(frozen=True, kw_only=True)
class Treated:
    """An account under our care, and what it has had."""

    account_id: UUID
    code: str
    segment: Segment
    owner: str | None
    tier_since: datetime
    owner_since: datetime
    """Since when its owner, or nobody, answers for it."""
    crowded_since: datetime | None = None
    """When its owner took more than the tier allows; null if not."""
    is_closed: bool = False
    contacts: Mapping[str, datetime]
    """When a visit or care of each kind took place last."""
    given: Mapping[str, datetime]
    """When each item was given last."""


class TreatmentItem(Described):
    """Something that an account is due, and whether it has it."""

    item: str
    """Name of it in the guideline; `advisor` for a dedicated advisor."""
    title: Title
    """Name of it as people know it."""
    is_met: bool
    """Whether the account has what it is due by now."""
    last_at: datetime | None
    """Time at which it had it last (UTC); null if never, and for an advisor."""
    due_at: datetime | None
    """Time by which it is to have it next (UTC); null for an advisor, and for what is given once and was."""
    lacking_since: datetime | None
    """Time from which the account lacks it (UTC); null if it does not."""


def treatment_items(account: Treated, treatment: Treatment, until: datetime) -> list[TreatmentItem]:
    """Return what an account is due at an instant, each with whether it has it."""
    if account.is_closed:
        return []
    found = [_item(account, due, until) for due in treatment.items]
    return [_advisor(account), *found] if treatment.has_advisor else found


def _advisor(account: Treated) -> TreatmentItem:
    """An advisor is dedicated who answers for no more accounts than the tier allows."""
    since = account.crowded_since if account.owner is not None else account.owner_since
    return TreatmentItem(
        item=ADVISOR,
        title=ADVISOR_TITLE,
        is_met=since is None,
        last_at=None,
        due_at=None,
        lacking_since=since and max(since, account.tier_since),
    )


def _item(account: Treated, due: TreatmentDue, until: datetime) -> TreatmentItem:
    had = [account.contacts.get(kind) for kind in due.kinds] if due.kinds else [account.given.get(due.item)]
    last = max((at for at in had if at is not None), default=None)
    due_at = _due_at(account.tier_since, due, last)
    lacks = due_at is not None and due_at <= until
    return TreatmentItem(
        item=due.item,
        title=due.title,
        is_met=not lacks,
        last_at=last,
        due_at=due_at,
        lacking_since=due_at if lacks else None,
    )


def _due_at(tier_since: datetime, due: TreatmentDue, last: datetime | None) -> datetime | None:
    """Return by when it is due next: what came before the tier puts a repeated item off, a single one not."""
    first = tier_since + timedelta(days=due.within_days)
    if due.every_days is None:
        return first if last is None or last < tier_since else None
    return first if last is None else max(first, last + timedelta(days=due.every_days))
