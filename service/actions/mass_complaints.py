"""A mass complaint: how its cases stand, and one word to all of them (批量投诉)."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from service.actions.action import ActionContext, Submission
from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.decisions.replies import ReportResult, ShareProgress
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.described import Described
from service.eventstore.request import Answer
from service.projections.complaints.mass import ChildCase, GrantedAmount, children_of, granted_on
from service.projections.engine.checkpoints import projection_position

AT_ONCE = 1_000


class MassComplaint(Described):
    """Status of the cases of a mass complaint."""

    case_id: UUID
    """Id of the parent case."""
    children: int
    """Number of child cases."""
    by_status: dict[str, int]
    """Number of child cases by status."""
    accounts: int
    """Number of customers concerned."""
    granted: list[GrantedAmount]
    """Amounts granted to the customers, by currency."""
    items: list[ChildCase]
    """Child cases in order of receipt."""
    position: int
    """The answer contains every event up to this position."""


async def mass_complaint(context: ActionContext, case_id: UUID) -> MassComplaint:
    """Return how the cases stand whose parent this one is. Raises CaseNotFoundError."""
    children, position = await _children(context, case_id)
    async with context.engine.connect() as connection:
        granted = await connection.run_sync(granted_on, [child.case_id for child in children])
    return MassComplaint(
        case_id=case_id,
        children=len(children),
        by_status=dict(sorted(Counter(child.status for child in children).items())),
        accounts=len({child.account_id for child in children}),
        granted=granted,
        items=children,
        position=position,
    )


TOLD_TO_ALL: dict[type[Command], str] = {ShareProgress: "open", ResolveCase: "open", ReportResult: "resolved"}
"""What is told to all children at once, and to children of which status."""


async def tell_all(
    context: ActionContext, case_id: UUID, command: Command, submission_of: Callable[[UUID], Submission]
) -> tuple[list[tuple[UUID, Answer | Exception]], int]:
    """Carry out a command on every child of a case whose status it is for.

    Return how it went, by child, and the position up to which the children are known.
    `submission_of` returns the submission for a child. What is wrong with one child spoils no other.
    Raises CaseNotFoundError.
    """
    children, position = await _children(context, case_id)
    status = TOLD_TO_ALL[type(command)]
    concerned = [child.case_id for child in children if child.status == status]
    requests = [submission_of(child_id).of(child_id, command) for child_id in concerned]
    outcomes: list[Answer | Exception] = []
    for first in range(0, len(requests), AT_ONCE):
        outcomes += await context.application.execute_many(requests[first : first + AT_ONCE])
    return list(zip(concerned, outcomes, strict=True)), position


async def _children(context: ActionContext, case_id: UUID) -> tuple[list[ChildCase], int]:
    """Return the children of a case and the position up to which they are known. Raises CaseNotFoundError."""
    loaded = await context.application.load(case_id)
    if not isinstance(loaded.state, Case):
        raise CaseNotFoundError
    async with context.engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        return await connection.run_sync(children_of, case_id), position
