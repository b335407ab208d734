"""ServiceNow: one update of an incident per row.

Times are in UTC, `d/m/yyyy HH:MM` unless another form is declared or proved; `?` is missing. `resolved_at`,
`closed_at`, `resolved_by` and `closed_code` hold their final values on every row of an incident, so reading
them would decide with knowledge of the future: they are not read. `made_sla` is the source's own verdict and
kept in addition to ours.
"""

from collections.abc import Mapping
from typing import NamedTuple

from service.domain.vocabulary import CaseKind, Channel, Degree, Priority, WaitingOn
from service.importers.fields import (
    LONGEST_NUMBER,
    Reading,
    day_first,
    joined_text,
    optional_text,
    optional_word,
    required_instant,
    required_number,
    required_text,
    required_word,
)
from service.importers.sources.source import CaseProgress, Source, SourceRow, SourceStatus


class State(NamedTuple):
    """What a state of an incident means here."""

    name: str
    status: SourceStatus = "open"
    waiting_on: WaitingOn | None = None


ACTIVE = State("Active")
STATES = {
    state.name: state
    for state in (
        State("New"),
        ACTIVE,
        State("Awaiting User Info", waiting_on=WaitingOn.CUSTOMER),
        State("Awaiting Vendor", waiting_on=WaitingOn.SUPPLIER),
        State("Awaiting Problem", waiting_on=WaitingOn.OTHER),
        State("Awaiting Evidence", waiting_on=WaitingOn.OTHER),
        State("Resolved", "resolved"),
        State("Closed", "closed"),
    )
}
CHANNELS = {
    "Phone": Channel.PHONE,
    "IVR": Channel.PHONE,
    "Email": Channel.EMAIL,
    "Self service": Channel.SELF_SERVICE,
    "Direct opening": Channel.INTERNAL,
}
PRIORITIES = {
    "1 - Critical": Priority.CRITICAL,
    "2 - High": Priority.HIGH,
    "3 - Moderate": Priority.MODERATE,
    "4 - Low": Priority.LOW,
}
URGENCIES = {"1 - High": Degree.HIGH, "2 - Medium": Degree.MEDIUM, "3 - Low": Degree.LOW}
TRUTHS = {"true": True, "false": False}


def read(fields: Mapping[str, str], reading: Reading = day_first) -> SourceRow:
    """Return the update that a row tells of. Raises RowProblemError."""
    number = required_text(fields, "number")
    sequence = required_number(fields, "sys_mod_count")
    changed_at = required_instant(fields, "sys_updated_at", reading)
    state = required_word(fields, "incident_state", STATES)
    category = joined_text(fields, "category", "subcategory")
    return SourceRow(
        number=number,
        # The count alone is not enough: one incident has two updates with the same count.
        update=f"{sequence} {changed_at:%Y-%m-%dT%H:%MZ}",  # read again by sequence_of
        sequence=sequence,
        standing=CaseProgress(
            received_at=required_instant(fields, "opened_at", reading),
            status=state.status,
            state=state.name,
            waiting_on=state.waiting_on,
            team=optional_text(fields, "assignment_group"),
            owner=optional_text(fields, "assigned_to"),
            priority=optional_word(fields, "priority", PRIORITIES),
            urgency=optional_word(fields, "urgency", URGENCIES),
            category=category,
        ),
        changed_at=changed_at,
        described_at=changed_at,
        is_acknowledged=state is ACTIVE,
        channel=required_word(fields, "contact_type", CHANNELS),
        kind=CaseKind.TECHNICAL,
        subject=f"{number} {category}" if category else number,
        reported_by=optional_text(fields, "caller_id"),
        promise_kept=optional_word(fields, "made_sla", TRUTHS),
    )


def sequence_of(update: str) -> int | None:
    """Return the count that the name of an update begins with."""
    count = update.split(" ", 1)[0]
    return int(count) if count.isascii() and count.isdigit() and len(count) <= LONGEST_NUMBER else None


SERVICENOW = Source(
    name="servicenow",
    account_code="SERVICENOW",
    columns=(
        "number",
        "incident_state",
        "sys_mod_count",
        "sys_updated_at",
        "opened_at",
        "contact_type",
        "category",
        "subcategory",
        "urgency",
        "priority",
        "assignment_group",
        "assigned_to",
        "caller_id",
        "made_sla",
    ),
    number_column="number",
    received_column="opened_at",
    time_columns=("sys_updated_at", "opened_at"),
    date_form="day-first",
    changed_column="sys_updated_at",
    read=read,
    sequence_of=sequence_of,
    hindsight=frozenset({"resolved_at", "closed_at", "resolved_by", "closed_code"}),
)
