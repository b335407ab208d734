"""What customers ask for that we do not offer yet, by example."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.decisions.needs.needs import (
    AssessNeed,
    DeclineNeed,
    DeliverNeed,
    NeedKnownOtherwiseError,
    NeedNotAskedError,
    NeedNotDescribedError,
    NeedNotSoFarError,
    NotAskedByContactError,
    NothingToTellYetError,
    PlannedForThePastError,
    PlanNeed,
    RaiseNeed,
    TellAsker,
    WithdrawNeed,
    asker_must_be_a_contact,
    asker_must_have_asked,
    day_must_lie_ahead,
    departments_must_be_listed,
    must_be_of_the_first_department,
    need_must_be_asked,
    need_must_be_so_far,
    need_must_be_the_one_known,
)
from service.domain.account.needs.known import KnownNeed
from service.domain.account.needs.vocabulary import NeedOrigin, NeedStage
from service.domain.account.reaching import TextAnswersNothingError, person_must_be_named, words_must_answer
from service.domain.account.record.needs.needs import (
    AskerTold,
    NeedAssessed,
    NeedDeclined,
    NeedDelivered,
    NeedPlanned,
    NeedRaised,
    NeedWithdrawn,
)
from service.domain.account.signals.found import (
    CaseNotOfAccountError,
    DepartmentNotKnownError,
    case_must_be_of_the_account,
)
from service.domain.case.looked_up import LookedUp, OtherCase
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import NotOfTheDepartmentError, PersonNotNamedError
from service.domain.vocabulary import Channel
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
from tests.domain.facts import ACCOUNT_ID, CONTACT_ID, OTHER_CASE_ID, TEN, contact_added, opened
from tests.domain.staffed import C_ZHAO_WORKS
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

IN_JUNE, NUMBER = date(2026, 6, 30), "N-17"
_ASKED: dict[str, Any] = {
    "need_number": NUMBER,
    "topic": "Export as a table",
    "product": "Gauge 4",
    "departments": ("product", "sales"),
    "contact_id": CONTACT_ID,
    "words": "我们每周都要手工抄读数",
    "origin": NeedOrigin.VISIT,
    "origin_reference": "March visit",
}


def raised(**fields: Any) -> NeedRaised:
    return NeedRaised(**{"occurred_at": TEN, **_ASKED, **fields})


def assessed(**fields: Any) -> NeedAssessed:
    return NeedAssessed(**{"occurred_at": TEN, "need_number": NUMBER, "assessment": "Two weeks", **fields})


def planned(**fields: Any) -> NeedPlanned:
    usual = {"occurred_at": TEN, "need_number": NUMBER, "plan": "With 4.2", "due_on": IN_JUNE}
    return NeedPlanned(**{**usual, **fields})


def delivered(**fields: Any) -> NeedDelivered:
    return NeedDelivered(**{"occurred_at": TEN, "need_number": NUMBER, "release": "4.2", **fields})


_WITH_CONTACT = (opened(), contact_added())
RAISED = (*_WITH_CONTACT, raised())
PLANNED = (*RAISED, assessed(), planned())
_WITHDRAWN = NeedWithdrawn(occurred_at=TEN, need_number=NUMBER, reason="Bought another")
WAYS: Ways = (
    Example(RaiseNeed(**_ASKED), _WITH_CONTACT, (raised(occurred_at=AT),)),
    Example(AssessNeed(need_number=NUMBER, assessment="Two weeks"), RAISED, (assessed(occurred_at=AT),)),
    Example(
        PlanNeed(need_number=NUMBER, plan="With 4.2", due_on=IN_JUNE),
        (*RAISED, assessed()),
        (planned(occurred_at=AT),),
    ),
    Example(DeliverNeed(need_number=NUMBER, release="4.2"), PLANNED, (delivered(occurred_at=AT),)),
    Example(
        DeclineNeed(need_number=NUMBER, reason="The gauge has no memory"),
        RAISED,
        (NeedDeclined(occurred_at=AT, need_number=NUMBER, reason="The gauge has no memory"),),
    ),
    Example(
        TellAsker(need_number=NUMBER, contact_id=CONTACT_ID, channel=Channel.PHONE, text="It comes in June"),
        PLANNED,
        (
            AskerTold(
                occurred_at=AT,
                need_number=NUMBER,
                contact_id=CONTACT_ID,
                stage=NeedStage.PLANNED,
                channel=Channel.PHONE,
                text="It comes in June",
            ),
        ),
    ),
    Example(
        WithdrawNeed(need_number=NUMBER, reason="Bought another"),
        RAISED,
        (_WITHDRAWN.model_copy(update={"occurred_at": AT}),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (
    RaiseNeed,
    AssessNeed,
    PlanNeed,
    DeliverNeed,
    DeclineNeed,
    TellAsker,
    WithdrawNeed,
)


def _at_the_wrong_stage(way: Example) -> Example:
    """Return the example on a need that is withdrawn; the withdrawal itself on one that is delivered."""
    is_withdrawal = isinstance(way.command, WithdrawNeed)
    return on(*PLANNED, delivered())(way) if is_withdrawal else on(*RAISED, _WITHDRAWN)(way)


def _of_another_account(way: Example) -> Example:
    found = {"origin": NeedOrigin.CASE, "case_id": OTHER_CASE_ID, "origin_reference": None}
    other = OtherCase(account_id=ACCOUNT_ID, is_closed=False, split_from=None, goes_on_in=None)
    return replace(with_fields(**found)(way), looked_up=LookedUp(other_cases={OTHER_CASE_ID: other}))


_OF_OTHERS = KnownNeed(
    topic="A second gate",
    product=None,
    departments=("product",),
    stage=NeedStage.RAISED,
    stage_at=TEN,
)
BREAKS: Breaks = {
    (asker_must_be_a_contact, ContactNotFoundError): with_fields(contact_id=UUID(int=77)),
    (case_must_be_of_the_account, CaseNotOfAccountError): _of_another_account,
    (need_must_be_the_one_known, NeedNotDescribedError): with_fields(departments=None),
    (need_must_be_the_one_known, NeedKnownOtherwiseError): lambda way: replace(
        way, looked_up=LookedUp(known_needs={NUMBER: _OF_OTHERS})
    ),
    (departments_must_be_listed, DepartmentNotKnownError): by_default_rules(departments=("kitchen",)),
    (need_must_be_asked, NeedNotAskedError): on(*_WITH_CONTACT),
    (need_must_be_so_far, NeedNotSoFarError): _at_the_wrong_stage,
    (must_be_of_the_first_department, NotOfTheDepartmentError): lambda way: replace(
        way,
        rulebook=C_ZHAO_WORKS,
        teller=Teller(role="agent", may_backdate=False, key="desk", staff_id="e.wu"),
    ),
    (day_must_lie_ahead, PlannedForThePastError): with_fields(due_on=date(2026, 3, 1)),
    (person_must_be_named, PersonNotNamedError): lambda way: replace(
        way, teller=Teller(role="integration", may_backdate=False, key="crm")
    ),
    (words_must_answer, TextAnswersNothingError): by_default_rules(text="Let me check"),
    (asker_must_have_asked, NothingToTellYetError): on(*RAISED),
    (asker_must_have_asked, NotAskedByContactError): with_fields(contact_id=UUID(int=77)),
}
TRIGGERS: Triggers = untimed(
    WAYS, NeedRaised, NeedAssessed, NeedPlanned, NeedDelivered, NeedDeclined, AskerTold, NeedWithdrawn
)
WITHOUT_FIGURES: Events = (
    NeedRaised,
    NeedAssessed,
    NeedPlanned,
    NeedDelivered,
    NeedDeclined,
    AskerTold,
    NeedWithdrawn,
)
CONTACT = str(CONTACT_ID)
NEED: dict[str, Any] = {
    **_ASKED,
    "departments": ["product", "sales"],
    "contact_id": CONTACT,
    "origin": "visit",
}
_OF_IT = {"need_number": NUMBER}
_RAISE: list[Step] = [("contacts", {"contact_id": CONTACT, "name": "李雷"}), ("needs", NEED)]
_ASSESS: list[Step] = [*_RAISE, ("needs/assess", {**_OF_IT, "assessment": "Two weeks"})]
_PLAN_IT = {**_OF_IT, "plan": "With 4.2", "due_on": "2099-06-30"}
_PLAN: list[Step] = [*_ASSESS, ("needs/plan", _PLAN_IT)]
SCENES: Scenes = {
    RaiseNeed: Scene("NeedRaised.v1", NEED, _RAISE[:1]),
    AssessNeed: Scene("NeedAssessed.v1", {**_OF_IT, "assessment": "Two weeks"}, _RAISE),
    PlanNeed: Scene("NeedPlanned.v1", _PLAN_IT, _ASSESS),
    DeliverNeed: Scene("NeedDelivered.v1", {**_OF_IT, "release": "4.2"}, _PLAN),
    DeclineNeed: Scene("NeedDeclined.v1", {**_OF_IT, "reason": "The gauge has no memory"}, _RAISE),
    TellAsker: Scene(
        "AskerTold.v1",
        {**_OF_IT, "contact_id": CONTACT, "channel": "phone", "text": "It comes in June"},
        _PLAN,
    ),
    WithdrawNeed: Scene("NeedWithdrawn.v1", {**_OF_IT, "reason": "Bought another"}, _RAISE),
}
