"""One good way for each command of the work on a case: questions, links, risks, the result told."""

from typing import Any

from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.vocabulary import CaseRelation, Channel, Degree
from tests.domain.facts import (
    CONTACT_ID,
    DUE,
    ELEVEN,
    OTHER_CASE_ID,
    QUESTION_ID,
    RESOLVED,
    TEN,
    question_opened,
    received,
    replied,
)

Way = tuple[AnyCommand, tuple[AnyEvent, ...], tuple[AnyEvent, ...]]
_RECEIVED = (received(),)
_LINK: dict[str, Any] = {
    "other_case_id": OTHER_CASE_ID,
    "relation": CaseRelation.CHILD,
    "reason": "One batch",
}
_NEWSPAPER = "The customer speaks of a newspaper"

WAYS: tuple[Way, ...] = (
    (
        wish.OpenQuestion(
            question_id=QUESTION_ID, text="Is the batch under warranty?", asked_of="legal", due_at=DUE
        ),
        _RECEIVED,
        (question_opened(at=ELEVEN),),
    ),
    (
        wish.AnswerQuestion(question_id=QUESTION_ID, text="It is", told_to_customer=True),
        (received(), question_opened()),
        (
            fact.QuestionAnswered(
                occurred_at=ELEVEN, question_id=QUESTION_ID, text="It is", told_to_customer=True
            ),
        ),
    ),
    (
        wish.TellResult(channel=Channel.PHONE, text="The drive was exchanged", contact_id=CONTACT_ID),
        RESOLVED,
        (
            replied(occurred_at=ELEVEN, channel=Channel.PHONE, text="The drive was exchanged"),
            fact.ResultFedBack(occurred_at=ELEVEN, cycle=1, channel=Channel.PHONE, contact_id=CONTACT_ID),
        ),
    ),
    (
        wish.FlagEscalationRisk(degree=Degree.HIGH, reason=_NEWSPAPER),
        _RECEIVED,
        (fact.EscalationRiskFlagged(occurred_at=ELEVEN, degree=Degree.HIGH, reason=_NEWSPAPER),),
    ),
    (
        wish.ClearEscalationRisk(reason="The manager has called"),
        (received(), fact.EscalationRiskFlagged(occurred_at=TEN, degree=Degree.LOW, reason=_NEWSPAPER)),
        (fact.EscalationRiskCleared(occurred_at=ELEVEN, reason="The manager has called"),),
    ),
    (wish.LinkCase(**_LINK), _RECEIVED, (fact.CaseLinked(occurred_at=ELEVEN, **_LINK),)),
    (
        wish.UnlinkCase(**_LINK),
        (received(), fact.CaseLinked(occurred_at=TEN, **_LINK)),
        (fact.CaseUnlinked(occurred_at=ELEVEN, **_LINK),),
    ),
    (
        wish.SplitCase(into_case_id=OTHER_CASE_ID, reason="The invoice is another matter"),
        _RECEIVED,
        (
            fact.CaseSplit(
                occurred_at=ELEVEN, into_case_id=OTHER_CASE_ID, reason="The invoice is another matter"
            ),
        ),
    ),
)
REPEATABLE: frozenset[type[AnyCommand]] = frozenset({wish.TellResult})
"""The customer can be told the same result twice."""
