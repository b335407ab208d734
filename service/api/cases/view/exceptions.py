"""The exceptions of a case: what was asked for beyond the policy."""

from collections.abc import Sequence
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.state import Case
from service.domain.event import Event


class ExceptionView(Document):
    """A request for something that the policy does not allow."""

    exception_id: UUID
    what: str
    """Exception that was requested, in free text."""
    reason: str
    """Reason given for the request."""
    departments: tuple[str, ...]
    """Departments that work out the solution together."""
    requested_by: str
    """Staff id of the person who requested it."""
    is_granted: bool | None
    """Whether the exception is granted; null if not yet decided."""
    decided_by: str | None
    """Staff id of the person who decided; null if not yet decided."""
    conditions: str | None
    """Conditions of the approval, or the reason for the refusal; null if there are none."""


def exception_views(case: Case, events: Sequence[Event]) -> list[ExceptionView]:
    """Return the exceptions in the order in which they were requested."""
    asked = {one.exception_id: one for one in events if isinstance(one, ExceptionRequested)}
    decided = {one.exception_id: one.conditions for one in events if isinstance(one, ExceptionDecided)}
    return [
        ExceptionView(
            what=asked[one.exception_id].what,
            reason=asked[one.exception_id].reason,
            conditions=decided.get(one.exception_id),
            **vars(one),
        )
        for one in case.exceptions
    ]
