"""Accounts that go from hand to hand, by example."""

from typing import Any
from uuid import UUID

from service.domain.account.decisions.agreements.handovers import (
    AcceptHandover,
    HandOverAccount,
    HandoverToOneselfError,
    HandoverTopicUnknownError,
    HandoverUnknownError,
    MissingUnexplainedError,
    NotesRepeatedError,
    NotTheTakerError,
    SupplementHandover,
    handover_must_be_known,
    missing_must_be_explained,
    notes_must_say_something,
    questions_must_say_something,
    taker_must_be_somebody_else,
    taker_must_confirm,
)
from service.domain.account.record.agreements.handovers import (
    AccountHandedOver,
    HandoverAccepted,
    HandoverNote,
    HandoverSupplemented,
)
from service.domain.account.record.profile import AccountOwnerAssigned
from service.domain.clocks.policy import Title
from service.domain.guidelines.account_handover import AccountHandover, HandoverTopic
from service.domain.rulebook.decisions import PublishGuideline
from tests.domain.example import AT, Breaks, Events, Example, Ways, by_default_rules, on, with_fields
from tests.domain.facts import TEN, opened
from tests.domain.rulebook.published import book_of
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

HANDOVER_ID = UUID("0195c3a0-0000-7000-8000-000000000041")
NEEDS = HandoverNote(topic="needs", what="Two presses, a third in autumn")
PEOPLE = HandoverNote(topic="people", what="Mr Wang decides")
NOT_YET = ("people", "promises", "open_matters", "preferences")


def handed_over(**fields: Any) -> AccountHandedOver:
    usual: dict[str, Any] = {
        "handover_id": HANDOVER_ID,
        "from_staff": "chen.s",
        "to_staff": "ma.h",
        "from_department": "sales",
        "notes": (NEEDS,),
        "topics": ("needs",),
        "missing": NOT_YET,
        "missing_reason": "Signed yesterday",
        "guideline_version": 1,
    }
    return AccountHandedOver(**{"occurred_at": TEN, **usual, **fields})


def accepted(**fields: Any) -> HandoverAccepted:
    usual: dict[str, Any] = {
        "handover_id": HANDOVER_ID,
        "accepted_by": "ma.h",
        "questions": (PEOPLE,),
        "asked_about": ("people",),
    }
    return HandoverAccepted(**{"occurred_at": TEN, **usual, **fields})


def supplemented(**fields: Any) -> HandoverSupplemented:
    usual: dict[str, Any] = {"handover_id": HANDOVER_ID, "notes": (PEOPLE,), "topics": ("people",)}
    return HandoverSupplemented(**{"occurred_at": TEN, **usual, **fields})


_TITLE = Title(zh="内容", en="Topic")
_TOPICS = book_of(
    PublishGuideline(
        content=AccountHandover(
            version=1,
            topics=tuple(HandoverTopic(topic=topic, title=_TITLE) for topic in ("needs", *NOT_YET)),
        )
    )
)
_HANDED = (opened(), handed_over())
WAYS: Ways = (
    Example(
        HandOverAccount(
            handover_id=HANDOVER_ID,
            to_staff="ma.h",
            from_department="sales",
            notes=(NEEDS,),
            missing_reason="Signed yesterday",
            from_staff="chen.s",
        ),
        (opened(),),
        (handed_over(occurred_at=AT),),
        _TOPICS,
    ),
    Example(
        AcceptHandover(handover_id=HANDOVER_ID, questions=(PEOPLE,), accepted_by="ma.h"),
        _HANDED,
        (
            accepted(occurred_at=AT),
            AccountOwnerAssigned(
                occurred_at=AT,
                owner="ma.h",
                reason=f"交接 {HANDOVER_ID} 已确认 | handover {HANDOVER_ID} was confirmed",
            ),
        ),
    ),
    Example(
        SupplementHandover(handover_id=HANDOVER_ID, notes=(PEOPLE,)),
        _HANDED,
        (supplemented(occurred_at=AT),),
    ),
)
ABOUT_AN_EARLIER_EVENT = (AcceptHandover, SupplementHandover)
_TWICE = (NEEDS, HandoverNote(topic="people", what=f"{NEEDS.what}!"))
_OF_NOTHING = (HandoverNote(topic="weather", what="It rains"),)
BREAKS: Breaks = {
    (notes_must_say_something, NotesRepeatedError): with_fields(notes=_TWICE),
    (notes_must_say_something, HandoverTopicUnknownError): by_default_rules(notes=_OF_NOTHING),
    (questions_must_say_something, NotesRepeatedError): with_fields(questions=_TWICE),
    (questions_must_say_something, HandoverTopicUnknownError): by_default_rules(questions=_OF_NOTHING),
    (taker_must_be_somebody_else, HandoverToOneselfError): with_fields(to_staff="chen.s"),
    (missing_must_be_explained, MissingUnexplainedError): with_fields(missing_reason=None),
    (handover_must_be_known, HandoverUnknownError): on(opened()),
    (taker_must_confirm, NotTheTakerError): with_fields(accepted_by="chen.s"),
}
TRIGGERS: Triggers = untimed(WAYS, AccountHandedOver, HandoverAccepted, HandoverSupplemented)
WITHOUT_FIGURES: Events = (AccountHandedOver, HandoverAccepted, HandoverSupplemented)
_ID = str(HANDOVER_ID)
HANDOVER: dict[str, Any] = {
    "handover_id": _ID,
    "from_staff": "chen.s",
    "to_staff": "ma.h",
    "from_department": "sales",
    "notes": [{"topic": "needs", "what": "Two presses, a third in autumn"}],
    "missing_reason": "Signed yesterday",
}
_HAND_OVER: list[Step] = [("handovers", HANDOVER)]
SCENES: Scenes = {
    HandOverAccount: Scene("AccountHandedOver.v1", HANDOVER),
    AcceptHandover: Scene(
        "AccountOwnerAssigned.v1",
        {"handover_id": _ID, "accepted_by": "ma.h"},
        _HAND_OVER,
        first=("HandoverAccepted.v1",),
    ),
    SupplementHandover: Scene(
        "HandoverSupplemented.v1",
        {"handover_id": _ID, "notes": [{"topic": "people", "what": "Mr Wang decides"}]},
        [
            *_HAND_OVER,
            (
                "handovers/accept",
                {
                    "handover_id": _ID,
                    "accepted_by": "ma.h",
                    "questions": [{"topic": "people", "what": "Who decides?"}],
                },
            ),
        ],
    ),
}
