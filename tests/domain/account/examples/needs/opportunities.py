"""What could be sold to an account, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.account.decisions.needs.needs import NeedNotAskedError
from service.domain.account.decisions.needs.opportunities import (
    DeclineOpportunity,
    LoseOpportunity,
    OpportunityAtOtherStageError,
    OpportunityNotPassedError,
    PassOpportunity,
    TakeOpportunity,
    WinOpportunity,
    department_must_be_listed,
    must_be_of_its_department,
    need_behind_must_be_asked,
    opportunity_must_be_passed,
    opportunity_must_be_so_far,
)
from service.domain.account.needs.vocabulary import NeedOrigin
from service.domain.account.record.needs.opportunities import (
    OpportunityDeclined,
    OpportunityLost,
    OpportunityPassed,
    OpportunityTaken,
    OpportunityWon,
)
from service.domain.account.signals.found import DepartmentNotKnownError
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import NotOfTheDepartmentError
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import TEN, opened
from tests.domain.staffed import C_ZHAO_WORKS
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

OPPORTUNITY_ID = UUID("0195c3a0-0000-7000-8000-000000000072")
_PASSED: dict[str, Any] = {
    "opportunity_id": OPPORTUNITY_ID,
    "understanding": "The second line has no gauges yet",
    "origin": NeedOrigin.VISIT,
    "origin_reference": "March visit",
    "department": "sales",
    "expected_minor": 5_000_000,
    "currency": "CNY",
}


def passed(**fields: Any) -> OpportunityPassed:
    return OpportunityPassed(**{"occurred_at": TEN, **_PASSED, **fields})


def taken(**fields: Any) -> OpportunityTaken:
    usual = {"occurred_at": TEN, "opportunity_id": OPPORTUNITY_ID, "taken_by": "c.zhao"}
    return OpportunityTaken(**{**usual, **fields})


_OPENED = (opened(),)
PASSED = (opened(), passed())
TAKEN = (*PASSED, taken())
_LOST = OpportunityLost(occurred_at=TEN, opportunity_id=OPPORTUNITY_ID, reason="A competitor")
WAYS: Ways = (
    Example(PassOpportunity(**_PASSED), _OPENED, (passed(occurred_at=AT),)),
    Example(
        TakeOpportunity(opportunity_id=OPPORTUNITY_ID, taken_by="c.zhao"), PASSED, (taken(occurred_at=AT),)
    ),
    Example(
        DeclineOpportunity(opportunity_id=OPPORTUNITY_ID, reason="No budget"),
        PASSED,
        (OpportunityDeclined(occurred_at=AT, opportunity_id=OPPORTUNITY_ID, reason="No budget"),),
    ),
    Example(
        WinOpportunity(opportunity_id=OPPORTUNITY_ID, order_reference="PO-7", value_minor=4_800_000),
        TAKEN,
        (
            OpportunityWon(
                occurred_at=AT,
                opportunity_id=OPPORTUNITY_ID,
                order_reference="PO-7",
                value_minor=4_800_000,
                currency="CNY",
            ),
        ),
    ),
    Example(
        LoseOpportunity(opportunity_id=OPPORTUNITY_ID, reason="A competitor"),
        TAKEN,
        (_LOST.model_copy(update={"occurred_at": AT}),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (TakeOpportunity, DeclineOpportunity, WinOpportunity, LoseOpportunity)


def _at_the_wrong_stage(way: Example) -> Example:
    """Return the example on an opportunity that is lost, of a loss on one that nobody has taken."""
    return on(*PASSED)(way) if isinstance(way.command, LoseOpportunity) else on(*TAKEN, _LOST)(way)


BREAKS: Breaks = {
    (need_behind_must_be_asked, NeedNotAskedError): with_fields(need_number="N-9"),
    (department_must_be_listed, DepartmentNotKnownError): by_default_rules(department="kitchen"),
    (opportunity_must_be_passed, OpportunityNotPassedError): on(opened()),
    (opportunity_must_be_so_far, OpportunityAtOtherStageError): _at_the_wrong_stage,
    (must_be_of_its_department, NotOfTheDepartmentError): lambda way: replace(
        with_fields(**({"taken_by": None} if isinstance(way.command, TakeOpportunity) else {}))(way),
        rulebook=C_ZHAO_WORKS,
        teller=Teller(role="agent", may_backdate=False, key="desk", staff_id="e.wu"),
    ),
}
TRIGGERS: Triggers = untimed(
    WAYS, OpportunityPassed, OpportunityTaken, OpportunityDeclined, OpportunityWon, OpportunityLost
)
WITHOUT_FIGURES: Events = (
    OpportunityPassed,
    OpportunityTaken,
    OpportunityDeclined,
    OpportunityWon,
    OpportunityLost,
)
_OF_IT = {"opportunity_id": str(OPPORTUNITY_ID)}
OPPORTUNITY: dict[str, Any] = {**_PASSED, **_OF_IT, "origin": "visit"}
_PASS: list[Step] = [("opportunities", OPPORTUNITY)]
_TAKE: list[Step] = [*_PASS, ("opportunities/take", _OF_IT)]
SCENES: Scenes = {
    PassOpportunity: Scene("OpportunityPassed.v1", OPPORTUNITY),
    TakeOpportunity: Scene("OpportunityTaken.v1", _OF_IT, _PASS),
    DeclineOpportunity: Scene("OpportunityDeclined.v1", {**_OF_IT, "reason": "No budget"}, _PASS),
    WinOpportunity: Scene(
        "OpportunityWon.v1", {**_OF_IT, "order_reference": "PO-7", "value_minor": 4_800_000}, _TAKE
    ),
    LoseOpportunity: Scene("OpportunityLost.v1", {**_OF_IT, "reason": "A competitor"}, _TAKE),
}
