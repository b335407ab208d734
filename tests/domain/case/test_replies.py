"""What counts as a first response: a public, human, substantive reply."""

from datetime import timedelta
from itertools import product

import pytest

from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.replies import AddNote, SendReply
from service.domain.case.record.intake import ReceiptAcknowledged, is_acknowledgement
from service.domain.case.record.replies import NoteAdded, is_answer
from service.domain.vocabulary import Audience, AuthorKind, Channel
from tests.domain.facts import ELEVEN, NINE, RESOLVED, TEN, received, reopened, replied
from tests.specification import case_after, given


def test_a_public_human_substantive_reply_is_the_first_response() -> None:
    assert case_after(received(), replied(occurred_at=TEN)).first_response_at == TEN


@pytest.mark.parametrize(
    "lacking",
    [
        pytest.param({"audience": Audience.INTERNAL}, id="internal"),
        pytest.param({"author_kind": AuthorKind.BOT}, id="by a bot"),
        pytest.param({"author_kind": AuthorKind.SYSTEM}, id="an automatic receipt"),
        pytest.param({"substantive": False}, id="let me check"),
    ],
)
def test_a_reply_that_lacks_one_of_the_three_is_no_first_response(lacking: dict[str, object]) -> None:
    assert case_after(received(), replied(**lacking)).first_response_at is None
    assert case_after(received(), replied(**lacking), replied(occurred_at=ELEVEN)).first_response_at == ELEVEN


def test_of_all_kinds_of_reply_one_only_is_a_first_response() -> None:
    kinds = [
        (audience, author, substantive)
        for audience, author, substantive in product(Audience, AuthorKind, [True, False])
        if is_answer(replied(audience=audience, author_kind=author, substantive=substantive))
    ]
    assert kinds == [(Audience.PUBLIC, AuthorKind.HUMAN, True)]


def test_neither_an_acknowledgement_nor_a_note_is_a_first_response() -> None:
    history = (received(), ReceiptAcknowledged(occurred_at=TEN), NoteAdded(occurred_at=TEN, text="Called"))
    assert case_after(*history).first_response_at is None


@pytest.mark.parametrize("author_kind", [AuthorKind.BOT, AuthorKind.SYSTEM])
def test_an_automatic_receipt_is_an_event_and_no_acknowledgement(author_kind: AuthorKind) -> None:
    automatic = ReceiptAcknowledged(occurred_at=TEN, author_kind=author_kind)
    given(received()).when(AcknowledgeReceipt(author_kind=author_kind), at=TEN).then(automatic)
    assert case_after(received(), automatic).acknowledged_at is None
    by_a_person = ReceiptAcknowledged(occurred_at=ELEVEN)
    given(received(), automatic).when(AcknowledgeReceipt(), at=ELEVEN).then(by_a_person)
    given(received(), automatic).when(AcknowledgeReceipt(author_kind=author_kind), at=ELEVEN).then_nothing()
    assert case_after(received(), automatic, by_a_person).acknowledged_at == ELEVEN


DIGEST = "0fe194ec7aff503e"
"""Of "Please reset the drive; it will run again." on the case of these tests."""


def test_who_is_not_named_acknowledged_as_a_person() -> None:
    kinds = [None, *AuthorKind]
    counted = [
        kind for kind in kinds if is_acknowledgement(ReceiptAcknowledged(occurred_at=TEN, author_kind=kind))
    ]
    assert counted == [None, AuthorKind.HUMAN]


def test_a_later_reply_does_not_move_the_first_response() -> None:
    case = case_after(received(), replied(occurred_at=TEN), replied(occurred_at=ELEVEN))
    assert case.first_response_at == TEN


def test_a_reply_recorded_late_counts_from_when_it_was_sent() -> None:
    sent_at = NINE + timedelta(minutes=20)
    late = SendReply(text="Please reset the drive; it will run again.", occurred_at=sent_at)
    given(received(), replied(occurred_at=TEN)).when(late, at=ELEVEN).then(
        replied(occurred_at=sent_at, words_digest=DIGEST)
    )
    case = case_after(received(), replied(occurred_at=TEN), replied(occurred_at=sent_at))
    assert case.first_response_at == sent_at


def test_a_reopened_case_keeps_its_first_response() -> None:
    case = case_after(received(), replied(occurred_at=TEN), *RESOLVED[1:], reopened())
    assert case.first_response_at == TEN


def test_every_reply_is_kept_even_one_with_the_same_words() -> None:
    same_words = SendReply(text="Please reset the drive; it will run again.", channel=Channel.EMAIL)
    sent = replied(occurred_at=TEN, channel=Channel.EMAIL)
    again = sent.model_copy(update={"words_digest": DIGEST})
    given(received(), sent).when(same_words, at=TEN).then(again)


def test_a_note_is_kept_as_often_as_it_is_written() -> None:
    noted = NoteAdded(occurred_at=TEN, text="Called twice")
    given(received(), noted).when(AddNote(text="Called twice"), at=TEN).then(noted)
