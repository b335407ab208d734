"""Words that are what a command does mean something, in every field of every command that has such words."""

import pytest
from pydantic import BaseModel

from service.domain.aggregates.aggregate import COMMANDS, DECISIONS
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import SendReply
from service.domain.case.to_customer import is_for_ourselves
from service.domain.clocks.policy import TakenOver
from service.domain.command import Command
from service.domain.personal import Personal
from service.domain.refusal import WordsWithoutMeaningError
from service.domain.text import MEANS_SOMETHING, SAYS_A_WORD, Says, marked_fields
from service.domain.vocabulary import Audience, CaseKind, Channel
from tests.domain.example import AT
from tests.domain.facts import ACCOUNT_ID, TEN, received
from tests.domain.good_ways import GOOD_WAYS
from tests.specification import given

_CUSTOMERS = "the customer's words, which nobody here may refuse"
_OURSELVES = "for colleagues, who write as short as they like; no promise is kept by it"
_OTHERS = "a name; whom it means nobody here can tell"
TAKEN_AS_THEY_COME = {
    "ReceiveCase.subject": _CUSTOMERS,
    "ReceiveCase.description": _CUSTOMERS,
    "ReceiveCase.reported_by": _OTHERS,
    "RecordCustomerMessage.text": _CUSTOMERS,
    "AnswerSurvey.verbatim": _CUSTOMERS,
    "DeclineSurvey.reason": _CUSTOMERS,
    "RateSatisfaction.verbatim": _CUSTOMERS,
    "OptOutOfSurveys.reason": _CUSTOMERS,
    "WithdrawConsent.reason": _CUSTOMERS,
    "OptInToSurveys.reason": _CUSTOMERS,
    "AddNote.text": _OURSELVES,
    "AddAttachment.name": "the name of a file is that of its sender",
    "OpenAccount.name": _OTHERS,
    "AddContact.name": _OTHERS,
    "ChangeContact.name": _OTHERS,
    "ChangeContact.phone": "a number or address; whether it reaches anybody shows when it is used",
    "ChangeContact.email": "a number or address; whether it reaches anybody shows when it is used",
    "SetKeyDate.note": _OURSELVES,
    "AddContact.phone": "a number or address; whether it reaches anybody shows when it is used",
    "AddContact.email": "a number or address; whether it reaches anybody shows when it is used",
}
"""Texts of people that are taken as they come, with the reason."""
MARKED = [
    (command, field)
    for command, way in GOOD_WAYS.items()
    for field in marked_fields(command, Says)
    if not is_for_ourselves(way.command) and getattr(way.command, field) != ()
]


def said(command: Command, field: str, words: str) -> Command:
    """Return a command with these words in a field, or in the first text within it."""
    value = getattr(command, field)
    if isinstance(value, tuple):
        one = value[0]
        if isinstance(one, BaseModel):
            inner = next(iter(marked_fields(type(one), Says)))
            one = one.model_copy(update={inner: words})
        else:
            one = words
        return command.model_copy(update={field: (one, *value[1:])})
    return command.model_copy(update={field: words})


def test_every_text_of_people_means_something_but_those_with_a_reason() -> None:
    texts = {
        f"{name}.{field}"
        for name, command in COMMANDS.items()
        for field in marked_fields(command, Personal).keys() - marked_fields(command, Says).keys()
    }
    assert texts == TAKEN_AS_THEY_COME.keys()


@pytest.mark.parametrize(("command", "field"), MARKED, ids=lambda each: getattr(each, "__name__", each))
def test_words_that_say_nothing_are_refused_in_every_field_whose_words_are_the_act(
    command: type[Command], field: str
) -> None:
    way = GOOD_WAYS[command]
    told = said(way.command, field, "…!")
    when = given(*way.history).when(told, at=AT, account=way.account, rulebook=way.rulebook)
    assert when.then_refused(WordsWithoutMeaningError).field == field
    assert WordsWithoutMeaningError in DECISIONS[command].refusals


def test_colleagues_write_to_each_other_as_short_as_they_like() -> None:
    to_ourselves = SendReply(text="?", audience=Audience.INTERNAL)
    assert given(received()).when(to_ourselves, at=AT).decided()


def test_history_of_another_system_is_taken_as_it_was_told_and_what_is_told_since_is_not() -> None:
    arrival = received(taken_over=TakenOver(at=TEN))
    assert given(arrival).when(SendReply(text=".", occurred_at=TEN), at=AT).decided()
    given(arrival).when(SendReply(text="."), at=AT).then_refused(WordsWithoutMeaningError)


def test_a_case_is_received_with_words_of_the_customer_only_as_they_came() -> None:
    receive = ReceiveCase(
        account_id=ACCOUNT_ID, channel=Channel.WECOM, kind=CaseKind.TECHNICAL, subject="?", description="。"
    )
    assert given().when(receive, at=AT).decided()
    symptom = receive.model_copy(update={"symptom": "?"})
    assert given().when(symptom, at=AT).then_refused(WordsWithoutMeaningError).field == "symptom"


@pytest.mark.parametrize(
    ("words", "says", "holds"),
    [
        ("可以", MEANS_SOMETHING, True),
        ("OK", MEANS_SOMETHING, True),
        ("48", MEANS_SOMETHING, True),
        ("好", MEANS_SOMETHING, False),
        ("aA.a", MEANS_SOMETHING, False),
        ("\u200b\u202e", SAYS_A_WORD, False),
        ("……!", SAYS_A_WORD, False),
        ("好", SAYS_A_WORD, True),
        ("👍", SAYS_A_WORD, True),
    ],
)
def test_words_mean_something_by_their_different_signs(words: str, says: Says, holds: bool) -> None:
    assert says.holds_of(words) is holds
