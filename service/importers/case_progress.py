"""How the cases of a file stand while its rows are taken over."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from service.importers.batches import ReadRow
from service.importers.record import OnRecord, Record
from service.importers.sources.source import CaseProgress, LastUpdate, Source, SourceRow


class ProgressOfCases:
    """The standing of each case after the last row of it that is on the record.

    A case of which every row so far was known has not been looked up: it may have gone on since.
    """

    def __init__(self, source: Source, record: Record) -> None:
        self._source = source
        self._record = record
        self._standings: dict[UUID, CaseProgress] = {}
        self._looked_up: set[UUID] = set()

    def of(self, case_id: UUID) -> CaseProgress | None:
        """Return how a case stands, None where nothing is known of it."""
        return self._standings.get(case_id)

    def settle(self, case_id: UUID, standing: CaseProgress) -> None:
        """Keep how a case stands after a row that is on the record."""
        self._standings[case_id] = standing

    async def look_up(self, case_ids: Iterable[UUID]) -> None:
        """Ask the record once how these cases stand, before anything is decided about them.

        What the file said of the last update is kept: it is what the next row was written against.
        """
        unseen = set(case_ids) - self._looked_up
        self._looked_up |= unseen
        for case_id, on_record in (await self._record.cases(unseen)).items():
            standing = standing_of(self._source, on_record)
            if standing and not is_last(self._standings.get(case_id), standing.last_update):
                self._standings[case_id] = standing

    def after_known(self, read: ReadRow, before: CaseProgress | None) -> CaseProgress | None:
        """Return how a case stands after a row on the record; None where the row is not its last one."""
        after = standing_after(read.row, before)
        if read.case_id in self._looked_up and not is_last(before, after.last_update):
            return None
        return after


def is_last(standing: CaseProgress | None, update: LastUpdate | None) -> bool:
    """Whether this is the update after which a case stands so."""
    last = standing.last_update if standing else None
    return bool(last and update and last.name == update.name)


def standing_after(row: SourceRow, before: CaseProgress | None) -> CaseProgress:
    """Return how a case stands after a row. When it was received stays as its first row said."""
    received_at = before.received_at if before else row.standing.received_at
    last = LastUpdate(name=row.update, sequence=row.sequence, at=row.changed_at or received_at)
    return replace(row.standing, received_at=received_at, last_update=last)


def standing_of(source: Source, on_record: OnRecord) -> CaseProgress | None:
    """Return how a case stands on the record, None where it is not on it."""
    case = on_record.case
    if case.status == "absent" or case.received_at is None:
        return None
    return CaseProgress(
        received_at=case.received_at,
        status=case.status,
        waiting_on=case.waiting_on,
        team=case.team,
        owner=case.owner,
        priority=case.classification.priority,
        urgency=case.classification.urgency,
        category=case.classification.category,
        last_update=_last_update(source, on_record),
        is_read_back=True,
    )


def _last_update(source: Source, on_record: OnRecord) -> LastUpdate | None:
    """Return the update with the highest sequence, of several the one recorded last."""
    found = [
        LastUpdate(name=update.update, sequence=sequence, at=update.occurred_at)
        for update in reversed(on_record.updates)
        if update.source == source.name and (sequence := source.sequence_of(update.update)) is not None
    ]
    return max(found, key=lambda update: update.sequence, default=None)
