"""The exceptions of a case: what was asked for beyond the policy."""

from collections.abc import Sequence
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.state import Case
from service.domain.event import Event


class ExceptionView(Document):
    """Something asked for that the policy does not allow."""

    exception_id: UUID
    """The exception."""
    what: str
    """What was asked for."""
    reason: str
    """Why."""
    departments: tuple[str, ...]
    """The departments that work the solution out together."""
    requested_by: str
    """The staff id of who asked."""
    is_granted: bool | None
    """Whether it is allowed; none until it is decided."""
    decided_by: str | None
    """The staff id of who decided."""
    conditions: str | None
    """On which conditions, or why not."""


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
