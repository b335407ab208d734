"""How an account uses what we delivered, as other systems report it."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.record.health import usage as record
from service.domain.account.record.health.usage import Use
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, decides, refuses_with
from service.domain.refusal import Refusal
from service.domain.text import MeaningfulCode
from service.domain.timeline.tolerance import CLOCK_TOLERANCE

MOST_USES = 500
LAST = datetime.max.replace(tzinfo=UTC)


class RecordUsage(
    Command,
    records=record.UsageRecorded,
    example={
        "source": "portal",
        "uses": [
            {
                "feature": "stock_report",
                "used_at": "2026-03-02T09:15:00+08:00",
                "count": 3,
                "duration_seconds": 420,
                "external_id": "v-81",
            }
        ],
    },
):
    """Record how the account used pages and features. Told twice, late or in any order it counts once."""

    source: MeaningfulCode
    uses: Annotated[tuple[Use, ...], Field(min_length=1, max_length=MOST_USES)]


class UseOutsideCareError(Refusal, field="uses"):
    """What is used is used while the account is under our care, and not in the future."""


@refuses_with(UseOutsideCareError)
def uses_must_lie_within_our_care(
    account: CustomerAccount, command: RecordUsage, context: AccountContext
) -> None:
    last = min(context.now + CLOCK_TOLERANCE, account.closed_at or LAST)
    for use in command.uses:
        too_early = account.opened_at is not None and use.used_at < account.opened_at
        if too_early or use.used_at > last:
            raise UseOutsideCareError(used_at=use.used_at, opened_at=account.opened_at, last=last)


def recorded(account: CustomerAccount, command: RecordUsage, _: AccountContext, at: datetime) -> Events:
    """Return one event for each day, but for what a report of lately has said already."""
    of_days: defaultdict[date, dict[str, Use]] = defaultdict(dict)
    for use in command.uses:
        of_days[use.used_at.astimezone(LOCAL_ZONE).date()][use.number] = use
    events = []
    for day, uses in sorted(of_days.items()):
        in_order = tuple(sorted(uses.values(), key=lambda use: (use.used_at, use.number)))
        if record.digest_of(command.source, day, in_order) not in account.usage_reports:
            events.append(
                record.UsageRecorded(occurred_at=at, source=command.source, used_on=day, uses=in_order)
            )
    return tuple(events)


DECISIONS = (decides(RecordUsage, recorded, *CARED_FOR, uses_must_lie_within_our_care),)
