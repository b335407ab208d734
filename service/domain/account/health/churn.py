"""Which warnings of losing customers follow from what is known of them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from service.domain.guidelines.care.retention import ChurnCause, Retention
from service.domain.vocabulary import Segment


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What warns of losing an account, and since when. `score` is that of its health."""

    cause: ChurnCause
    at: datetime
    score: int | None = None


@dataclass(frozen=True, kw_only=True)
class KnownRisk:
    """A warning that was raised, and how far it is."""

    risk_id: UUID
    causes: frozenset[ChurnCause]
    is_started: bool
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Warned:
    """An account to be warned of. `risk_id`: the warning that is open; None for another one."""

    account_id: UUID
    cause: Cause
    plays: tuple[str, ...]
    risk_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Watched:
    """An account under our care, what warns of losing it now, and the warnings of before."""

    account_id: UUID
    segment: Segment
    causes: Sequence[Cause]
    risks: Sequence[KnownRisk]

    @property
    def open_risk(self) -> KnownRisk | None:
        """The warning that is open."""
        return next((one for one in self.risks if one.ended_at is None), None)


def warnings(accounts: Iterable[Watched], rules: Retention, until: datetime) -> Iterator[Warned]:
    """Yield what is to be warned of and was not.

    A cause that goes on after a warning has ended raises another one after some days; one that began since
    then does so at once.
    """
    for account in accounts:
        open_risk = account.open_risk
        for cause in account.causes:
            since = _new_since(account, cause, rules, until) if cause.cause in rules.causes else None
            if since is None:
                continue
            yield Warned(
                account_id=account.account_id,
                cause=replace(cause, at=since),
                plays=rules.plays_for(cause.cause, account.segment),
                risk_id=open_risk.risk_id if open_risk else None,
            )
            if open_risk is None:
                break  # what else warns is added at the next look


def _new_since(account: Watched, cause: Cause, rules: Retention, until: datetime) -> datetime | None:
    """Return since when a cause warns that was not warned of; None where it was."""
    if account.open_risk is not None:
        return None if cause.cause in account.open_risk.causes else cause.at
    ended = [one.ended_at for one in account.risks if one.ended_at is not None and cause.cause in one.causes]
    if not ended or (cause.cause is not ChurnCause.AT_RISK and cause.at > max(ended)):
        return cause.at
    again_at = max(ended) + timedelta(days=rules.again_after_days)
    return again_at if again_at <= until else None


def cleared(accounts: Iterable[Watched]) -> Iterator[tuple[UUID, UUID]]:
    """Yield the open warnings, by account, that nobody acts on and of which every cause is gone."""
    for account in accounts:
        risk = account.open_risk
        if (
            risk is not None
            and not risk.is_started
            and not {one.cause for one in account.causes} & risk.causes
        ):
            yield account.account_id, risk.risk_id
