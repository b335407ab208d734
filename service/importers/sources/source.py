"""What the rows of every other system come down to, before they become commands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.domain.vocabulary import CaseKind, Channel, Degree, Priority, WaitingOn
from service.importers.fields import Reading

DateForm = Literal["day-first", "month-first", "iso"]
SourceStatus = Literal["open", "resolved", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastUpdate:
    """The last update of a case that was taken over: its name and sequence as in SourceRow, and its time."""

    name: str
    sequence: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProgress:
    """How a case stands after one of its rows: all that its next row is compared with.

    `state` is the source's own word, empty where the standing was read back from the record. `team` and
    `owner` are what that row said, None where it said nothing. `last_update` is known once the row is taken.
    """

    received_at: datetime
    status: SourceStatus
    state: str = ""
    waiting_on: WaitingOn | None = None
    team: str | None = None
    owner: str | None = None
    priority: Priority | None = None
    urgency: Degree | None = None
    category: str | None = None
    last_update: LastUpdate | None = None
    is_read_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One update of one case in the other system.

    `update` names it among the updates of the case, in the source's own numbering; `sequence` orders the rows
    of a case that stand together. `changed_at` is when the update was made, None where the source does not
    say; `described_at` is from when on its category, team and owner hold.
    """

    number: str
    update: str
    sequence: int
    standing: CaseProgress
    changed_at: datetime | None
    described_at: datetime
    is_acknowledged: bool
    channel: Channel
    kind: CaseKind
    subject: str
    reported_by: str | None = None
    resolution_code: str | None = None
    promise_due_at: datetime | None = None
    promise_kept: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """Another system whose files can be read.

    `columns` must be in the file. `hindsight` are the columns that are filled in on old rows later: they are
    never read and do not make a row another one. `time_columns` are those of which times are read,
    `date_form` is how the system writes them. `read` understands a row by itself, without any other, and
    raises RowProblemError. `sequence_of` returns the sequence of an update by its name, None for a name that
    no row of the source has.
    """

    name: str
    account_code: str
    columns: tuple[str, ...]
    number_column: str
    received_column: str
    changed_column: str
    time_columns: tuple[str, ...]
    date_form: DateForm
    read: Callable[[Mapping[str, str], Reading], SourceRow]
    sequence_of: Callable[[str], int | None]
    hindsight: frozenset[str] = frozenset()
