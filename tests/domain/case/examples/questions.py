"""Questions that must be answered, by example."""

from dataclasses import replace

from service.domain.account.context import NOWHERE
from service.domain.case.answering import (
    ToldByNoChannelError,
    asked_must_answer,
    person_must_tell_the_customer,
    telling_must_name_a_channel,
)
from service.domain.case.decisions.questions import (
    AnswerDueInPastError,
    AnswerQuestion,
    AskedOfNobodyError,
    OpenQuestion,
    QuestionAlreadyOpenedError,
    QuestionUnknownError,
    answer_must_be_due_later,
    asked_must_be_known,
    question_must_be_known,
    question_must_be_new,
)
from service.domain.case.record.questions import QuestionAnswered, QuestionOpened
from service.domain.clocks.milestones import Milestone
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import NotOfTheDepartmentError, PersonNotNamedError
from service.domain.vocabulary import Channel
from tests.domain.example import AT, Break, Breaks, Commands, Events, Example, Ways, on, with_fields
from tests.domain.facts import DUE, ELEVEN, NINE, QUESTION_ID, TEN, question_opened, received
from tests.domain.staffed import C_ZHAO_WORKS, person, staffed
from tests.domain.trigger_rows import Triggers, happened
from tests.rules import default_rulebook
from tests.scene import Scene, Scenes, Step

_RECEIVED = (received(),)
_ASKED_OF_OTHERS = question_opened().model_copy(update={"asked_of": "sales"})
_ASKED_AT_NINE = question_opened(at=NINE)
_AWAITED = _ASKED_AT_NINE.model_copy(update={"awaited_by_customer": True})
_ANSWERED = QuestionAnswered(occurred_at=TEN, question_id=QUESTION_ID, text="It is", told_to_customer=False)
_TOLD = _ANSWERED.model_copy(update={"told_to_customer": True})
_MET = happened(Milestone.QUESTION_ANSWERED, subject=str(QUESTION_ID))
WAYS: Ways = (
    Example(
        OpenQuestion(
            question_id=QUESTION_ID, text="Is the batch under warranty?", asked_of="legal", due_at=DUE
        ),
        _RECEIVED,
        (question_opened(at=ELEVEN),),
    ),
    Example(
        AnswerQuestion(question_id=QUESTION_ID, text="It is", told_to_customer=True),
        (received(), question_opened()),
        (QuestionAnswered(occurred_at=ELEVEN, question_id=QUESTION_ID, text="It is", told_to_customer=True),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (AnswerQuestion,)
_AGENT = Teller(role="agent", may_backdate=False, key="desk", staff_id="e.wu")
_CRM = Teller(role="integration", may_backdate=False, key="crm")


def _told_by(teller: Teller, channel: Channel | None) -> Break:
    return lambda way: replace(with_fields(told_to_customer=True, channel=channel)(way), teller=teller)


BREAKS: Breaks = {
    (telling_must_name_a_channel, ToldByNoChannelError): _told_by(_AGENT, None),
    (person_must_tell_the_customer, PersonNotNamedError): _told_by(_CRM, Channel.PHONE),
    (asked_must_answer, NotOfTheDepartmentError): lambda way: replace(
        with_fields(told_to_customer=False)(way),
        rulebook=staffed(person("c.zhao"), after=default_rulebook(), version=2),
        teller=_AGENT,
    ),
    (question_must_be_known, QuestionUnknownError): with_fields(question_id=NOWHERE),
    (question_must_be_new, QuestionAlreadyOpenedError): on(received(), _ASKED_OF_OTHERS),
    (asked_must_be_known, AskedOfNobodyError): lambda way: replace(
        with_fields(asked_of="kitchen")(way), rulebook=C_ZHAO_WORKS
    ),
    (answer_must_be_due_later, AnswerDueInPastError): with_fields(due_at=AT),
}
TRIGGERS: Triggers = (
    (
        _RECEIVED,
        question_opened(),
        happened(Milestone.QUESTION_OPENED, subject=str(QUESTION_ID), due_at=DUE),
    ),
    ((received(), _ASKED_AT_NINE), _ANSWERED, _MET),
    ((received(), _AWAITED), _ANSWERED, ()),
    ((received(), _AWAITED), _TOLD, _MET),
)
WITHOUT_FIGURES: Events = (
    QuestionOpened,
    QuestionAnswered,
)
QUESTION = str(QUESTION_ID)
_OPEN_QUESTION: list[Step] = [
    ("questions", {"question_id": QUESTION, "text": "is it under warranty?", "asked_of": "legal"})
]
SCENES: Scenes = {
    OpenQuestion: Scene("QuestionOpened.v1", _OPEN_QUESTION[0][1]),
    AnswerQuestion: Scene(
        "QuestionAnswered.v1",
        {"question_id": QUESTION, "text": "it is", "told_to_customer": True, "channel": "phone"},
        _OPEN_QUESTION,
    ),
}
