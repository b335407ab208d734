"""A refusal names a field that the command has: the sender looks for it in the body that was sent."""

import pytest

from service.domain.account.refusals import AccountNotFoundError
from service.domain.case import commands as wish
from service.domain.case.refused.collaborating import DepartmentNotListedError
from service.domain.case.refused.questioning import AnswerDueInPastError
from service.domain.case.refused.remedying import ApprovedByProposerError
from service.domain.case.rules import complaining, questioning, remedying
from service.domain.refusal import Refusal
from tests.domain.refused_ways import LISTED, Shown, provoke


def named(shown: Shown) -> str:
    return "-".join(each.__name__ for each in shown)


def is_of_the_path(refused: Refusal) -> bool:
    """Whether it speaks of the stream itself, which stands in the path and not in the body."""
    return isinstance(refused, AccountNotFoundError) and not refused.values


@pytest.mark.parametrize("shown", LISTED, ids=named)
def test_a_refusal_names_no_field_that_its_command_does_not_have(shown: Shown) -> None:
    command, *_ = shown
    refused = provoke(*shown)
    assert refused.field is None or refused.field in command.model_fields or is_of_the_path(refused)


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        ((wish.SendReply, questioning.answer_must_be_due_later, AnswerDueInPastError), "answer_due_at"),
        ((wish.OpenQuestion, questioning.answer_must_be_due_later, AnswerDueInPastError), "due_at"),
        (
            (wish.RequestException, complaining.departments_must_be_listed, DepartmentNotListedError),
            "departments",
        ),
        (
            (wish.DetermineLiability, complaining.departments_must_be_listed, DepartmentNotListedError),
            "department",
        ),
        ((wish.ApproveRemedy, remedying.must_be_decided_by_another, ApprovedByProposerError), "approved_by"),
        ((wish.DecideException, remedying.must_be_decided_by_another, ApprovedByProposerError), "decided_by"),
    ],
    ids=lambda given: named(given) if isinstance(given, tuple) else given,
)
def test_a_refusal_of_several_commands_names_the_field_of_the_one_that_was_sent(
    shown: Shown, field: str
) -> None:
    assert provoke(*shown).field == field


def test_a_field_named_at_one_refusal_is_not_named_at_the_next() -> None:
    class ShownError(Refusal, field="usual"): ...

    assert ShownError(field="other").field == "other"
    assert (ShownError().field, ShownError.field, ShownError(field="other").values) == ("usual", "usual", {})
