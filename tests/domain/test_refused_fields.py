"""A refusal names a field that the command has: the sender looks for it in the body that was sent."""

import pytest

from service.domain.account.rules import AccountNotFoundError
from service.domain.case.approvals import ApprovedByProposerError
from service.domain.case.decisions import complaints, exceptions, remedies
from service.domain.case.decisions.collaborations import DepartmentNotListedError
from service.domain.case.decisions.complaints import DetermineLiability
from service.domain.case.decisions.exceptions import DecideException, RequestException
from service.domain.case.decisions.questions import (
    AnswerDueInPastError,
    OpenQuestion,
    answer_must_be_due_later,
    promised_answer_must_be_due_later,
)
from service.domain.case.decisions.remedies import ApproveRemedy
from service.domain.case.decisions.replies import SendReply
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
        ((SendReply, promised_answer_must_be_due_later, AnswerDueInPastError), "answer_due_at"),
        ((OpenQuestion, answer_must_be_due_later, AnswerDueInPastError), "due_at"),
        (
            (RequestException, exceptions.departments_must_be_listed, DepartmentNotListedError),
            "departments",
        ),
        (
            (DetermineLiability, complaints.departments_must_be_listed, DepartmentNotListedError),
            "department",
        ),
        ((ApproveRemedy, remedies.must_be_decided_by_another, ApprovedByProposerError), "approved_by"),
        ((DecideException, exceptions.must_be_decided_by_another, ApprovedByProposerError), "decided_by"),
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
