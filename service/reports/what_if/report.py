"""The what-if: history replayed under another policy, calendar or roster. Nothing on the record changes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection, text

from service.reports.what_if.compare import changed_promise, pairs
from service.reports.what_if.documents import ChangedPromise, WhatIfReport
from service.reports.what_if.history import agreements_of, head_of, rules_of, stream_count, streams
from service.reports.what_if.query import WhatIf, supposed
from service.reports.what_if.replay import Replay, Replayed
from service.reports.what_if.tally import Tallies

# The database itself refuses what would change anything.
_READ_ONLY = text("set transaction read only")


def what_if(
    connection: Connection,
    query: WhatIf,
    now: datetime,
    *,
    position: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> WhatIfReport:
    """Replay the record up to a position under the supposed rules; both verdicts are those at `now`.

    Without a position it is the record as it is. `progress` is told how many cases and accounts are done, of
    how many.
    Of the record at most one case or account is in memory at a time, of the answer `most_changes` promises.
    `connection` must not be in a transaction. Raises CalendarNotPublishedError, SegmentWithoutCalendarError.
    """
    with connection.begin():
        connection.execute(_READ_ONLY)
        head = position or head_of(connection)
        rules = supposed(rules_of(connection, head), query, now)
        replay = Replay(rules, agreements_of(connection, head), query, now)
        calls = bool(query.rosters)
        comparison = _Comparison(query, now)
        total = stream_count(connection) if progress else 0
        for number, rows in enumerate(streams(connection, head, calls=calls), 1):
            if replayed := replay.replayed(rows):
                comparison.add(replayed)
            if progress:
                progress(number, max(number, total))
        if progress:  # those that promise nothing are not read
            progress(total, total)
    return comparison.report(head)


class _Comparison:
    """What was found so far."""

    def __init__(self, query: WhatIf, now: datetime) -> None:
        self._query = query
        self._now = now
        self._tallies = Tallies(query.by, calls=bool(query.rosters))
        self._streams = self._changed_streams = self._changed_promises = 0
        self._changes: list[ChangedPromise] = []

    def add(self, replayed: Replayed) -> None:
        """Compare one case or account."""
        found = list(pairs(replayed, self._query, self._now))
        self._tallies.count(replayed, found)
        changes = [changed_promise(replayed, pair) for pair in found if pair.is_changed]
        self._streams += bool(found)
        self._changed_streams += bool(changes)
        self._changed_promises += len(changes)
        self._changes += changes
        if len(self._changes) > 2 * self._query.most_changes:
            self._changes = self._first(self._changes)

    def report(self, position: int) -> WhatIfReport:
        """Return what was found."""
        query = self._query
        return WhatIfReport.made_of(
            query,
            policy=f"{query.policy.policy_id} {query.policy.version}" if query.policy else None,
            calendars=tuple(document.calendar_id for document in query.calendars),
            rosters=tuple(roster.level for roster in query.rosters),
            as_of=self._now,
            position=position,
            streams=self._streams,
            total=self._tallies.total(),
            groups=self._tallies.groups(),
            changed_promises=self._changed_promises,
            changed_streams=self._changed_streams,
            changes=tuple(self._first(self._changes)),
        )

    def _first(self, changes: Iterable[ChangedPromise]) -> list[ChangedPromise]:
        ordered = sorted(changes, key=attrgetter("counts_from_at", "stream_id"))
        return ordered[: self._query.most_changes]
