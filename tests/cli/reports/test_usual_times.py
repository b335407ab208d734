"""How long cases usually take is measured from the record."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import ResolveCase
from service.domain.vocabulary import ResponseClass
from tests.cli.command import casebook
from tests.projections.histories.history import START, History, history

pytestmark = pytest.mark.xdist_group("processes")

HOUR = timedelta(hours=1)


async def resolved(past: History, account_id: UUID, hours: int) -> None:
    """Write a case that is urgent and takes so many hours."""
    case_id = await past.case(account_id)
    urgent = ClassifyCase(occurred_at=START, response_class=ResponseClass.URGENT)
    await past.accept(case_id, urgent, ResolveCase(occurred_at=START + hours * HOUR))


async def test_what_four_of_five_cases_take_is_measured_from_the_record_and_published(
    database_url: str, reachable_folder: Path
) -> None:
    async with history(database_url) as past:
        await past.rules()
        account_id = await past.account()
        for hours in (1, 2, 3, 4, 50):
            await resolved(past, account_id, hours)
    there = {"CASEBOOK_DATABASE_URL": database_url}
    too_few = casebook(reachable_folder, "guideline", "measure", "--at-least", "6", **there)
    assert (too_few.returncode, "Nothing new" in too_few.stdout) == (0, True), too_few.stderr
    measure = ("guideline", "measure", "--at-least", "5")
    tried = casebook(reachable_folder, *measure, "--dry-run", **there)
    assert "response_class: urgent\n  resolution_seconds: 14400\n  cases: 5" in tried.stdout, tried.stderr
    assert "is on the record" not in tried.stdout
    done = casebook(reachable_folder, *measure, **there)
    assert "Version 2 of the guideline usual_times is on the record" in done.stdout, done.stderr
