"""A customer's system reports a matter, and asks how it stands."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from service.actions.action import ActionContext, Submission
from service.actions.duplicates import Duplicates, duplicates_of
from service.actions.intake.documents import NEVER_SHOWN, IntakeRequest, PromiseView, PublicCase
from service.actions.intake.public_case import promises, public_case
from service.domain.case.decisions.classification import ClassifyByRules
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.record.intake import CaseReceived
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Answer, Loaded
from service.projections.cases.near import newest_by_reference

MOST_LIKE = 5


@dataclass(frozen=True, kw_only=True)
class ReportedCase:
    """A case that was received, what happens next, and which cases may be the same matter."""

    answer: Answer
    received: CaseReceived
    case: Case
    promises: list[PromiseView]
    duplicates: Duplicates


@dataclass(frozen=True)
class _OwnCase:
    """A case of the account that asks."""

    case_id: UUID
    case: Case
    events: list[RecordedEvent]


async def report_case(
    context: ActionContext, account_id: UUID, reported: IntakeRequest, submission: Submission
) -> ReportedCase:
    """Receive a case of an account now, and classify it by the rules at once. Raises a Refusal."""
    fields = dict(reported)
    command = ReceiveCase(account_id=account_id, reported_by=fields.pop("contact"), **fields)
    answer = await context.execute(submission.of(context.application.new_id(), command, ClassifyByRules()))
    own = await _own_case(context, answer.stream_id, account_id)
    if own is None:
        raise CaseNotFoundError
    return ReportedCase(
        answer=answer,
        received=next(each.event for each in own.events if isinstance(each.event, CaseReceived)),
        case=own.case,
        promises=promises(own.case, await context.application.rulebook()),
        duplicates=await duplicates_of(context, own.events, limit=MOST_LIKE, without=NEVER_SHOWN),
    )


async def find_by_id(context: ActionContext, account_id: UUID, case_id: UUID) -> PublicCase | None:
    """Return a case as its customer may see it; None where there is none that it may see."""
    own = await _own_case(context, case_id, account_id)
    if own is None:
        return None
    book = await context.application.rulebook()
    view = public_case(own.case_id, own.case, (each.event for each in own.events), book)
    other = await _own_case(context, view.continues_in, account_id)
    return view.model_copy(update={"continues_in": other.case_id if other else None})


async def id_by_reference(context: ActionContext, account_id: UUID, reference: str) -> UUID | None:
    """Return the newest case of an account with this reference; None where there is none."""
    async with context.engine.connect() as connection:
        find = partial(newest_by_reference, without=NEVER_SHOWN)
        return await connection.run_sync(find, account_id, reference)


async def _own_case(context: ActionContext, case_id: UUID | None, account_id: UUID) -> _OwnCase | None:
    """Return a case; None where there is none of this id, it is another account's, or is kept among us."""
    if case_id is None:
        return None
    events = decode_rows(await context.application.log.stream(case_id))
    case = fold(Loaded(stream_id=case_id), events).state
    if not isinstance(case, Case) or case.account_id != account_id or case.channel in NEVER_SHOWN:
        return None
    return _OwnCase(case_id, case, events)
