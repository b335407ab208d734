"""Promises of a survey that nobody can keep: the rule says so when they fall due. Decision 0027."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from service.actions.action import ActionContext
from service.actions.surveys.contacts import contacts_for
from service.domain.case.decisions.surveys import SkipSurvey
from service.domain.case.looked_up import LookedUp
from service.domain.case.readings.survey_choice import why_nobody
from service.domain.case.state import Case
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.refusal import Refusal
from service.domain.rulebook.state import Rulebook
from service.eventstore.request import Request
from service.projections.surveys.queue import SurveyPlace, list_lapsing_surveys

ACTOR = "casebook watch"
A_PAGE = 50
_SKIPPED = UUID("3d0b6c1e-9f0c-5c0b-8d55-7f1d2f3a7c13")


async def set_aside_surveys(context: ActionContext, until: datetime) -> None:
    """Record for each promise of a survey that fell due by then whether nobody could be asked, and why."""
    book = await context.application.rulebook()
    after: SurveyPlace | None = None
    while True:
        async with context.engine.connect() as connection:
            rows = await connection.run_sync(list_lapsing_surveys, until, after, A_PAGE)
        for row in rows:
            await _set_aside(context, row, book)
        if len(rows) < A_PAGE:
            return
        after = rows[-1]["due_at"], rows[-1]["clock_id"]


async def _set_aside(context: ActionContext, row: Mapping[str, Any], book: Rulebook) -> None:
    """Skip the survey at the due instant, where nobody could be asked; the promise is broken otherwise."""
    case_id, due_at = row["case_id"], row["due_at"]
    programme = book.guideline(SurveyProgramme, due_at)
    case = (await context.application.load(case_id)).state
    if programme is None or not isinstance(case, Case):
        return
    contacts = await contacts_for(context, case_id, row["account_id"])
    reason = why_nobody(programme, case, contacts.askable, due_at)
    if reason is None:
        return
    request = Request(
        stream_id=case_id,
        commands=(SkipSurvey(occurred_at=due_at, cycle=row["cycle"], reason=reason),),
        command_id=uuid5(_SKIPPED, str(row["clock_id"])),
        actor=ACTOR,
        looked_up=LookedUp(nobody_to_ask=programme.version),
    )
    try:
        await context.execute(request)
    except Refusal:  # somebody has asked, skipped it or reopened the case meanwhile
        return
