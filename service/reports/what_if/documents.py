"""What a what-if answers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.clocks.verdict import Verdict
from service.domain.described import Described
from service.domain.vocabulary import EscalationLevel
from service.reports.what_if.query import WhatIfGrouping


class Attainment(Described):
    """How promises were kept. Promises cancelled before a verdict do not count."""

    promises: int
    """Number of all promises."""
    met: int
    """Number of promises met by their due time."""
    breached: int
    """Number of promises not met by their due time, whether done since or not."""
    waived: int
    """Number of breached promises for which a person answers. They remain breached."""
    undecided: int
    """Number of promises not yet due, or paused."""
    ended: int
    """Number that ended before the due time without being kept, such as by closing the case."""
    attainment: float | None
    """`met` / (`met` + `breached`); null if both are 0."""
    calls: int | None
    """Number of calls of the escalation chain; null unless a roster is assumed."""
    nobody_on_duty: int | None
    """Number of calls for which nobody was on duty; null unless a roster is assumed."""


class WhatIfGroup(Described):
    """Figures of one group; each set of rules uses its own grouping."""

    group: str | None
    """Value of the dimension; null for all promises, `unknown` for promises without a value."""
    now: Attainment
    """Figures by the rules on the record."""
    then: Attainment
    """Figures by the assumed rules."""


class Standing(Described):
    """A promise by one set of rules."""

    rule: str
    """Name of the rule that makes the promise."""
    due_at: datetime
    """Due time (UTC), including pauses."""
    verdict: Verdict
    """Verdict of the promise."""
    counted_seconds: int | None
    """Counted seconds used; null if not ended."""


class ChangedPromise(Described):
    """A promise whose verdict changes, or that only one set of rules makes."""

    stream: Literal["case", "account"]
    """Whether the promise belongs to a case or an account."""
    stream_id: UUID
    reference: str | None
    """Case number or customer number; null if there is none."""
    clock: str
    """Name of the promise."""
    cycle: int
    """Number of the cycle: 1, plus one for each reopening."""
    subject: str | None
    """Id or date of the commitment, collaboration or settlement concerned; null if it concerns the case."""
    counts_from_at: datetime
    """Time from which the clock counts (UTC)."""
    now: Standing | None
    """Outcome by the rules on the record; null if they make no such promise."""
    then: Standing | None
    """Outcome by the assumed rules; null if they make no such promise."""


class WhatIfReport(Described):
    """Promises as kept, compared with their outcome by the assumed rules."""

    policy: str | None
    """Id and version of the assumed policy, such as `default 2`; null for the policies on the record."""
    calendars: tuple[str, ...]
    """Calendars that are assumed."""
    rosters: tuple[EscalationLevel, ...]
    """Escalation levels whose rosters are assumed."""
    from_at: datetime | None
    """Start of the period (UTC); null if it has none."""
    to_at: datetime | None
    """End of the period (UTC); null if it has none."""
    as_of: datetime
    """Time for which both verdicts hold (UTC)."""
    by: WhatIfGrouping | None
    """Dimension of the groups; null if there is none."""
    position: int
    """Position of the record: the replay contains exactly the events up to it."""
    streams: int
    """Number of cases and accounts with promises in the period."""
    total: WhatIfGroup
    """Figures of all promises of the period."""
    groups: tuple[WhatIfGroup, ...]
    """Groups in order of their name; empty without a dimension."""
    changed_promises: int
    """Number of promises that change."""
    changed_streams: int
    """Number of cases and accounts with changed promises."""
    changes: tuple[ChangedPromise, ...]
    """Changed promises in order of time, at most `most_changes`."""
