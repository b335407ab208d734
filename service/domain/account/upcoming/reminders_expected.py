"""Of what people are to be reminded in the care of an account, as it stands, on a day.

REQUIREMENTS 21, 25, 27, 29, 74, 132. Pure: the same account, guideline and day give the same reminders,
whoever asks and however often. A reminder is known by its occasion and year (or week, or month), not by its
day: what is moved stays the same reminder.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from uuid import UUID

from service.domain.account.days.routine_days import LOCAL_ZONE, RoutineDay
from service.domain.account.record.agreements.agreements import Agreement
from service.domain.account.record.memos import OF_MEMO, Memo
from service.domain.account.state import CustomerAccount
from service.domain.account.upcoming.onboarding import PREFIX, fact_of, onboarding_since
from service.domain.account.vocabulary import ReminderKind, Routine
from service.domain.guidelines.follow_up import Festival, FollowUp, Promotion, Reminding

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Something of which people are to be reminded."""

    reminder: str
    kind: ReminderKind
    due_on: date
    known_since: datetime
    """Since when it is known: of what lay before nobody was to be reminded."""
    how: Reminding
    topic: str | None = None
    contact_id: UUID | None = None

    @property
    def remind_on(self) -> date:
        """Day from which on people are reminded."""
        return self.due_on - timedelta(days=self.how.days_before)

    @property
    def place(self) -> tuple[int, date, str]:
        """Place among those that fall together: what goes before comes first."""
        return (self.how.priority, self.due_on, self.reminder)


def reminders_expected(
    account: CustomerAccount, guideline: FollowUp, first: date, last: date, zone: tzinfo = LOCAL_ZONE
) -> tuple[Expected, ...]:
    """Return what is to be done from a day to another, both included, in the order of what goes before."""
    found = [
        *occasions_expected(account, guideline, first, last, zone),
        *orders_expected(account, guideline, first, last),
    ]
    return tuple(sorted(found, key=lambda one: one.place))


def occasions_expected(
    account: CustomerAccount,
    guideline: FollowUp,
    first: date,
    last: date,
    zone: tzinfo = LOCAL_ZONE,
    *,
    memos: Iterable[Memo] | None = None,
) -> Iterator[Expected]:
    """Yield what is to be done within these days, but for regular orders; of `memos` where they are named."""
    if account.closed_at is not None:
        return
    found = [
        *_key_dates(account, guideline, first, last),
        *_memos(account.memos_of(first, last) if memos is None else memos, guideline),
        *_renewals(account, guideline, zone),
        *_onboarding(account, guideline, zone),
        *_signings(account, guideline, zone),
    ]
    if account.owners:
        found += [*_festivals(account, guideline, first, last), *_promotions(account, guideline, first, last)]
    yield from (one for one in found if first <= one.due_on <= last)


def orders_expected(
    account: CustomerAccount, guideline: FollowUp, first: date, last: date
) -> Iterator[Expected]:
    """Yield the regular orders within these days."""
    setting = account.routine(Routine.ORDER)
    if setting is None or account.closed_at is not None:
        return
    day = max(first, setting.set_at.astimezone(LOCAL_ZONE).date()) - _A_DAY
    while (day := setting.on.next_after(day)) <= last:
        yield Expected(
            reminder=f"order:{_turn_of(setting.on, day)}",
            kind=ReminderKind.ORDER,
            due_on=day,
            known_since=setting.set_at,
            how=guideline.orders,
        )


def _key_dates(account: CustomerAccount, guideline: FollowUp, first: date, last: date) -> Iterator[Expected]:
    for known in account.key_dates:
        how = guideline.key_date(known.kind)
        if how is None:
            continue
        for year in range(first.year, last.year + 1):
            yield Expected(
                reminder=f"key_date:{known.key_date_id}:{year}",
                kind=ReminderKind.KEY_DATE,
                topic=known.kind,
                due_on=day_in_year(year, known.month, known.day),
                contact_id=known.contact_id,
                known_since=known.set_at,
                how=how,
            )


def _memos(memos: Iterable[Memo], guideline: FollowUp) -> Iterator[Expected]:
    for memo in memos:
        yield Expected(
            reminder=f"{OF_MEMO}{memo.memo_id}",
            kind=ReminderKind.MEMO,
            due_on=memo.remind_on,
            contact_id=memo.contact_id,
            known_since=memo.noted_at,
            how=guideline.memos,
        )


def _turn_of(on: RoutineDay, day: date) -> str:
    if on.weekday is not None:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}"


def _renewals(account: CustomerAccount, guideline: FollowUp, zone: tzinfo) -> Iterator[Expected]:
    for agreement in account.agreements:
        if agreement.ends_at is None or _is_renewed(agreement, account.agreements):
            continue
        if agreement.ends_at - agreement.begins_at < timedelta(days=guideline.shortest_agreement_days):
            continue
        ends_on = agreement.ends_at.astimezone(zone).date()
        for days in guideline.renewal_days:
            yield Expected(
                reminder=f"renewal:{agreement.agreement_id}:{days}",
                kind=ReminderKind.RENEWAL,
                topic=agreement.agreement_id,
                due_on=ends_on - timedelta(days=days),
                known_since=agreement.signed_at,
                how=guideline.renewals,
            )


def _signings(account: CustomerAccount, guideline: FollowUp, zone: tzinfo) -> Iterator[Expected]:
    """Of what is signed, or will not be, nobody is reminded."""
    for signing in account.signings.values():
        if signing.given_up_at is None and account.agreement(signing.agreement_id) is None:
            yield Expected(
                reminder=f"signing:{signing.agreement_id}",
                kind=ReminderKind.SIGNING,
                topic=signing.agreement_id,
                due_on=signing.planned_at.astimezone(zone).date(),
                known_since=signing.first_planned_at,
                how=guideline.signings,
            )


def _onboarding(account: CustomerAccount, guideline: FollowUp, zone: tzinfo) -> Iterator[Expected]:
    """What is done already, as the record shows by itself, nobody is reminded of."""
    since = onboarding_since(account, guideline)
    if since is None:
        return
    for step in guideline.onboarding:
        if fact_of(account, step, since) is None:
            yield Expected(
                reminder=f"{PREFIX}{step.step}",
                kind=ReminderKind.ONBOARDING,
                topic=step.step,
                due_on=since.astimezone(zone).date() + timedelta(days=step.days),
                known_since=since,
                how=step,
            )


def _is_renewed(agreement: Agreement, agreements: tuple[Agreement, ...]) -> bool:
    """Whether another agreement outlasts it, so that nothing ends."""
    ends_at = agreement.ends_at
    return ends_at is not None and any(
        other.begins_at <= ends_at and (other.ends_at is None or other.ends_at > ends_at)
        for other in agreements
        if other.agreement_id != agreement.agreement_id
    )


def _festivals(account: CustomerAccount, guideline: FollowUp, first: date, last: date) -> Iterator[Expected]:
    for festival in guideline.festivals:
        for day in festival.dates if _is_for(festival, account) else ():
            if first <= day <= last:
                yield Expected(
                    reminder=f"festival:{festival.occasion}:{day.year}",
                    kind=ReminderKind.FESTIVAL,
                    topic=festival.occasion,
                    due_on=day,
                    known_since=account.owners[0][0],
                    how=festival,
                )


def _promotions(account: CustomerAccount, guideline: FollowUp, first: date, last: date) -> Iterator[Expected]:
    """Customers are told before the season, so it is due on the day before."""
    for promotion in guideline.promotions:
        if _is_for(promotion, account):
            for year in range(first.year, last.year + 2):
                yield Expected(
                    reminder=f"promotion:{promotion.occasion}:{year}",
                    kind=ReminderKind.PROMOTION,
                    topic=promotion.occasion,
                    due_on=day_in_year(year, *promotion.first_day) - _A_DAY,
                    known_since=account.owners[0][0],
                    how=promotion,
                )


def _is_for(occasion: Festival | Promotion, account: CustomerAccount) -> bool:
    return not occasion.segments or account.segment in occasion.segments


def day_in_year(year: int, month: int, day: int) -> date:
    """Return a day of a year; February 29 falls on the day before where a year has none."""
    return date(year, month, min(day, monthrange(year, month)[1]))
