"""Boston 311: one service request per row, as it stood when the file was made.

Times are `yyyy-mm-dd HH:MM:SS`, in UTC where they name no zone. The file does not say when a request was
classified or given to its queue; both are taken to hold from its opening. It does not say either when an open
request changed, so an open row of a request that is on the record already is rejected, and so is a second
closing of it at another time.
"""

from collections.abc import Mapping
from datetime import datetime

from service.domain.vocabulary import CaseKind, Channel
from service.importers.fields import (
    Reading,
    joined_text,
    optional_instant,
    optional_text,
    optional_word,
    required_instant,
    required_text,
    required_word,
    year_first,
)
from service.importers.problems import RowProblemError
from service.importers.sources.source import CaseProgress, Source, SourceRow, SourceStatus

STATUSES: dict[str, SourceStatus] = {"Open": "open", "Closed": "closed"}
CHANNELS = {
    "Constituent Call": Channel.PHONE,
    "Employee Generated": Channel.INTERNAL,
    "Self Service": Channel.SELF_SERVICE,
    "Citizens Connect App": Channel.WEB_FORM,
    "Maximo Integration": Channel.API,
    "Twitter": Channel.COMMUNITY,
}
VERDICTS = {"ONTIME": True, "OVERDUE": False}
RESOLVED = "Resolved"
ONLY_SEQUENCE = 0


def read(fields: Mapping[str, str], reading: Reading = year_first) -> SourceRow:
    """Return the request that a row tells of. Raises RowProblemError."""
    number = _number(fields)
    opened_at = required_instant(fields, "open_dt", reading)
    due_at = optional_instant(fields, "target_dt", reading)
    status = required_word(fields, "case_status", STATUSES)
    category = joined_text(fields, "subject", "reason", "type")
    closed_at = required_instant(fields, "closed_dt", reading) if status == "closed" else None
    outcome = optional_text(fields, "outcome")
    verdict = optional_word(fields, "ontime", VERDICTS)
    return SourceRow(
        number=number,
        update=status,
        sequence=ONLY_SEQUENCE,
        standing=CaseProgress(
            received_at=opened_at,
            status=status,
            state=status,
            team=optional_text(fields, "queue") or optional_text(fields, "department"),
            category=category,
        ),
        changed_at=closed_at,
        described_at=opened_at,
        is_acknowledged=False,
        channel=required_word(fields, "source", CHANNELS),
        kind=CaseKind.SERVICE_REQUEST,
        subject=f"{number} {category}" if category else number,
        resolution_code=RESOLVED if closed_at and outcome == RESOLVED else None,
        promise_due_at=due_at,
        promise_kept=_kept(verdict, due_at, closed_at),
    )


def _number(fields: Mapping[str, str]) -> str:
    number = required_text(fields, "case_enquiry_id")
    if not (number.isascii() and number.isdigit()):
        raise RowProblemError("case_enquiry_id", "not_a_number", value=number)
    return number


def _kept(verdict: bool | None, due_at: datetime | None, closed_at: datetime | None) -> bool | None:
    """Return the source's verdict once it can no longer change, where there was a limit at all."""
    return verdict if due_at and closed_at else None


def sequence_of(update: str) -> int | None:
    """Return the same for both updates that a request can have: their order in the file counts."""
    return ONLY_SEQUENCE if update in STATUSES.values() else None


BOSTON311 = Source(
    name="boston311",
    account_code="BOSTON311",
    columns=(
        "case_enquiry_id",
        "open_dt",
        "target_dt",
        "closed_dt",
        "ontime",
        "case_status",
        "outcome",
        "subject",
        "reason",
        "type",
        "queue",
        "department",
        "source",
    ),
    number_column="case_enquiry_id",
    received_column="open_dt",
    time_columns=("open_dt", "target_dt", "closed_dt"),
    date_form="iso",
    changed_column="closed_dt",
    read=read,
    sequence_of=sequence_of,
)
