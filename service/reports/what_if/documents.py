"""What a what-if answers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.domain.clocks.verdict import Verdict
from service.domain.vocabulary import EscalationLevel
from service.reports.what_if.query import WhatIfGrouping


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Attainment(_Document):
    """How promises were kept. What was taken back before it was decided is no promise here."""

    promises: int
    """All of them."""
    met: int
    """Kept by their due instant."""
    breached: int
    """Not kept by then, whether still to be done or not."""
    waived: int
    """Those of the breached for which somebody answers: they stay breached."""
    undecided: int
    """Not due yet, or standing still."""
    ended: int
    """Ended before they were due without being kept, such as by the closing of the case."""
    attainment: float | None
    """`met` as a share of `met` and `breached`; null where neither is."""
    calls: int | None
    """Calls of the escalation chain; null unless a roster is supposed."""
    nobody_on_duty: int | None
    """Those of the calls that found nobody on duty."""


class WhatIfGroup(_Document):
    """The figures of one group of promises, each rule's own by its own group."""

    group: str | None
    """The value grouped by; null for all promises together, `unknown` for those without a value."""
    now: Attainment
    """As promised: what stands on the record."""
    then: Attainment
    """As it would be by the supposed rules."""


class Standing(_Document):
    """A promise by one of the rules."""

    rule: str
    """The rule that makes it."""
    due_at: datetime
    """By when, its pauses taken into account."""
    verdict: Verdict
    """How it stands."""
    counted_seconds: int | None
    """How much of the time that counts was used, once it ended."""


class ChangedPromise(_Document):
    """A promise whose verdict changes, or that only one of the rules makes."""

    stream: Literal["case", "account"]
    """Where it stands."""
    stream_id: UUID
    """The case or account."""
    reference: str | None
    """The case's number, or the customer number."""
    clock: str
    """What was promised."""
    cycle: int
    """1, and one more after each reopening."""
    subject: str | None
    """The commitment, collaboration or date that it is about."""
    counts_from_at: datetime
    """From when its time counts."""
    now: Standing | None
    """As promised; null where it was not promised."""
    then: Standing | None
    """As it would be; null where it would not be promised."""


class WhatIfReport(_Document):
    """Promises as they were kept, against how they would have been by other rules."""

    policy: str | None
    """Id and version of the supposed policy, such as `default 2`; null: the policies on the record."""
    calendars: tuple[str, ...]
    """The calendars that were supposed."""
    rosters: tuple[EscalationLevel, ...]
    """The rungs whose rosters were supposed."""
    from_at: datetime | None
    """The period's start."""
    to_at: datetime | None
    """The period's end."""
    as_of: datetime
    """The moment at which both verdicts are given."""
    by: WhatIfGrouping | None
    """What the groups are values of."""
    position: int
    """Every event up to this position was replayed, and none after it."""
    streams: int
    """How many cases and accounts with promises of the period were replayed."""
    total: WhatIfGroup
    """All promises of the period."""
    groups: tuple[WhatIfGroup, ...]
    """Each group, in order of its name; empty where nothing is grouped by."""
    changed_promises: int
    """How many promises change."""
    changed_streams: int
    """How many cases and accounts they are of."""
    changes: tuple[ChangedPromise, ...]
    """The promises that change, at most `most_changes`: the first in order of time."""
