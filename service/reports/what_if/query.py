"""What a what-if asks: which rules to suppose, and about which promises."""

from datetime import datetime
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.policy import Policy
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.rulebook.decisions import (
    PublishPolicy,
    SetRoster,
    calendars_of_policy_must_be_published,
    calendars_of_roster_must_be_published,
    every_segment_must_have_a_calendar,
)
from service.domain.rulebook.state import PolicyInForce, Roster, Rulebook
from service.reports.period import must_run_forward

WhatIfGrouping = Literal["segment", "class", "owner", "clock"]
WHAT_IF_GROUPINGS: tuple[WhatIfGrouping, ...] = get_args(WhatIfGrouping)

MOST_CHANGES = 1_000
HIGHEST_MOST_CHANGES = 100_000


class WhatIf(Described, extra="forbid"):
    """Assumed rules, which replace those on the record at all times.

    What is omitted stays as on the record; at least one of policy, calendars and rosters is required.
    """

    policy: Policy | None = None
    """Assumed policy."""
    calendars: tuple[CalendarDocument, ...] = Field(default=(), max_length=100)
    """Assumed calendars; each replaces every version of the calendar with its id."""
    rosters: tuple[SetRoster, ...] = Field(default=(), max_length=20)
    """Assumed rosters; each replaces every roster of its level. With them the escalation calls are
    replayed too."""
    from_at: Instant | None = None
    """Only promises whose time counts from this time or later. If omitted, from the first."""
    to_at: Instant | None = None
    """Only promises whose time counts from before this time. If omitted, to the last."""
    by: WhatIfGrouping | None = None
    """Dimension for the groups, by its value when the promise was made. Omit for the total only."""
    most_changes: int = Field(default=MOST_CHANGES, ge=0, le=HIGHEST_MOST_CHANGES)
    """Maximum number of changed promises listed. All of them are counted."""

    _runs_forward = model_validator(mode="after")(must_run_forward)

    @model_validator(mode="after")
    def _supposes_something(self) -> Self:
        if self.policy is None and not self.calendars and not self.rosters:
            raise invalid("nothing_supposed", field="policy")
        return self

    def covers(self, at: datetime) -> bool:
        """Return whether a promise that counts from an instant is asked about."""
        return (self.from_at is None or self.from_at <= at) and (self.to_at is None or at < self.to_at)


def supposed(book: Rulebook, query: WhatIf, now: datetime) -> Rulebook:
    """Return the rules as they are supposed to have been at all times.

    Raises CalendarNotPublishedError and SegmentWithoutCalendarError, as publishing them would.
    """
    replaced = {document.calendar_id for document in query.calendars}
    levels = {roster.level for roster in query.rosters}
    since_ever = datetime.min.replace(tzinfo=now.tzinfo)
    after = Rulebook(
        policies=(PolicyInForce(policy=query.policy, effective_at=since_ever),)
        if query.policy
        else book.policies,
        calendars=(
            *(known for known in book.calendars if known.calendar_id not in replaced),
            *query.calendars,
        ),
        rosters=(
            *(known for known in book.rosters if known.level not in levels),
            *(Roster(level=one.level, people=one.people, effective_at=since_ever) for one in query.rosters),
        ),
    )
    if query.policy:
        published = PublishPolicy(policy=query.policy)
        every_segment_must_have_a_calendar(after, published, now)
        calendars_of_policy_must_be_published(after, published, now)
    for roster in query.rosters:
        calendars_of_roster_must_be_published(after, roster, now)
    return after
