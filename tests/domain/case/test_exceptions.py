"""Exceptions to the policy are decided by a manager or higher, and by nobody who asked for them."""

import pytest

from service.domain.case.approvals import ApprovalLevelTooLowError, ApprovedByProposerError
from service.domain.case.decisions.exceptions import DecideException
from service.domain.vocabulary import EscalationLevel
from tests.domain.case.examples.exceptions import EXCEPTION_ID, exception_requested
from tests.domain.facts import ELEVEN, received_complaint
from tests.rules import default_rulebook
from tests.specification import given

DIRECTOR, MANAGER, SUPERVISOR = (
    EscalationLevel.DIRECTOR,
    EscalationLevel.MANAGER,
    EscalationLevel.SUPERVISOR,
)


@pytest.mark.requirement(89)
@pytest.mark.parametrize("level", EscalationLevel)
def test_an_exception_to_the_policy_is_decided_by_a_manager_or_higher(level: EscalationLevel) -> None:
    command = DecideException(exception_id=EXCEPTION_ID, is_granted=True, decided_by="d.sun", level=level)
    moved = given(received_complaint(), exception_requested()).when(
        command, at=ELEVEN, rulebook=default_rulebook()
    )
    if level in {MANAGER, DIRECTOR}:
        (decided,) = moved.decided()
        assert decided.type == "ExceptionDecided.v1"
    else:
        moved.then_refused(ApprovalLevelTooLowError, needed="manager")


def test_nobody_decides_on_an_exception_that_they_have_asked_for() -> None:
    command = DecideException(exception_id=EXCEPTION_ID, is_granted=True, decided_by="b.li", level=DIRECTOR)
    moved = given(received_complaint(), exception_requested()).when(command, at=ELEVEN)
    moved.then_refused(ApprovedByProposerError, staff_id="b.li")
