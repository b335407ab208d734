"""Small files of other systems, made for tests."""

from collections.abc import Iterable
from pathlib import Path

FIRST_ROW = {
    "number": "INC1",
    "incident_state": "New",
    "active": "true",
    "sys_mod_count": "0",
    "made_sla": "true",
    "caller_id": "Caller 7",
    "opened_at": "29/2/2016 08:00",
    "sys_updated_by": "Updated by 1",
    "sys_updated_at": "29/2/2016 08:10",
    "contact_type": "Phone",
    "category": "Category 1",
    "subcategory": "Subcategory 2",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "assignment_group": "Group 1",
    "assigned_to": "?",
    "closed_code": "code 5",
    "resolved_by": "Resolved by 2",
    "resolved_at": "29/2/2016 09:00",
    "closed_at": "7/3/2016 09:00",
}
SERVICENOW_COLUMNS = tuple(FIRST_ROW)


def line(**changes: str) -> str:
    """Return a ServiceNow row: the first of an incident, with these columns changed."""
    return ",".join({**FIRST_ROW, **changes}[column] for column in SERVICENOW_COLUMNS)


def later(count: int, state: str, **changes: str) -> str:
    """Return a later row of an incident, `count` minutes after ten past eight."""
    at = f"29/2/2016 08:{10 + count:02}"
    return line(**{"sys_mod_count": str(count), "incident_state": state, "sys_updated_at": at, **changes})


def history(number: str) -> list[str]:
    """Return an incident that is worked on, waits, is resolved, reopened, resolved again and closed."""
    return [
        line(number=number),
        later(1, "Active", number=number, assigned_to="Resolver 1"),
        later(2, "Awaiting User Info", number=number, assigned_to="Resolver 1"),
        later(3, "Active", number=number, assignment_group="Group 2"),
        later(4, "Resolved", number=number, assignment_group="Group 2"),
        later(5, "Active", number=number, assignment_group="Group 2", priority="2 - High"),
        later(6, "Resolved", number=number, assignment_group="Group 2", priority="2 - High"),
        later(7, "Closed", number=number, assignment_group="Group 2", priority="2 - High", made_sla="false"),
    ]


def written(path: Path, lines: Iterable[str | bytes], *, start: bytes = b"", end: bytes = b"\n") -> Path:
    """Write a ServiceNow file with these rows under its header."""
    header = ",".join(SERVICENOW_COLUMNS).encode()
    rows = [text.encode() if isinstance(text, str) else text for text in lines]
    path.write_bytes(start + end.join([header, *rows, b""]))
    return path
