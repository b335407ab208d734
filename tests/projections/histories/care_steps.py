"""What is remembered of an account and done about it, at the end of a history."""

from datetime import date
from uuid import UUID

from service.domain.account.decisions.assets import ChangeAsset, RegisterAsset, RetireAsset
from service.domain.account.decisions.care import GiveCare
from service.domain.account.decisions.followers import FollowAccount, UnfollowAccount
from service.domain.account.decisions.key_dates import SetKeyDate
from service.domain.account.decisions.memos import NoteMemo
from service.domain.account.decisions.reminders import CompleteReminder, RaiseReminders
from service.domain.account.decisions.visits import PlanVisit, RecordVisit
from service.domain.account.vocabulary import AttentionKind
from service.domain.command import Command
from service.domain.vocabulary import Channel, VisitKind

_ONE, _OTHER, _PLAN = UUID(int=31), UUID(int=32), UUID(int=33)


def care_steps(contact_id: UUID, today: date, words: str, *, is_done: bool) -> list[Command]:
    """Return commands about an account; `words` stand wherever people write some."""
    visit = {"channel": Channel.PHONE, "new_needs": words, "visit_id": _PLAN}
    return [
        SetKeyDate(
            key_date_id=_ONE, kind="birthday", month=today.month, day=today.day, contact_id=contact_id
        ),
        NoteMemo(memo_id=_ONE, what=words, remind_on=today, contact_id=contact_id),
        NoteMemo(memo_id=_OTHER, what=words, remind_on=today),
        RaiseReminders(),
        FollowAccount(follower="li.na"),
        *([UnfollowAccount(follower="li.na")] if is_done else []),
        RegisterAsset(asset_id=_ONE, asset_kind="database", identifier="orders"),
        RegisterAsset(asset_id=_OTHER, asset_kind="database", identifier="parts"),
        ChangeAsset(asset_id=_ONE, product="crm", reason=words),
        *([RetireAsset(asset_id=_OTHER, reason=words)] if is_done else []),
        GiveCare(kind=AttentionKind.CARD, contact_id=contact_id, what=words, reminder=f"memo:{_ONE}"),
        PlanVisit(visit_id=_PLAN, kind=VisitKind.CALL, planned_on=today, aim=words),
        *([RecordVisit(kind=VisitKind.CALL, **visit)] if is_done else []),
        *(
            [CompleteReminder(reminder=f"memo:{_OTHER}", channel=Channel.PHONE, outcome=words)]
            if is_done
            else []
        ),
    ]
