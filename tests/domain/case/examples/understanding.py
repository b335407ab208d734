"""Coming to understand what the customer needs, by example."""

from uuid import UUID

from service.domain.case.decisions.understanding import (
    AskClarification,
    ConfirmUnderstanding,
    RecordNeed,
    understanding_must_be_evidenced,
)
from service.domain.case.record.understanding import (
    ClarificationAsked,
    NeedIdentified,
    UnderstandingConfirmed,
)
from service.domain.case.to_customer import (
    ChannelReachesNobodyError,
    ConfirmationNeedsEvidenceError,
    channel_must_reach_the_customer,
)
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Channel
from tests.domain.example import Breaks, Commands, Events, Example, Ways, by_default_rules, with_fields
from tests.domain.facts import CONTACT_ID, ELEVEN, TEN, received
from tests.domain.trigger_rows import Triggers, happened, untimed
from tests.scene import Scene, Scenes

CLARIFICATION_ID = UUID("0195c3a0-0000-7000-8000-000000000031")
PHONE = Channel.PHONE
_RECEIVED = (received(),)
WAYS: Ways = (
    Example(
        AskClarification(
            clarification_id=CLARIFICATION_ID, question="Since when does it stop?", channel=Channel.PHONE
        ),
        _RECEIVED,
        (
            ClarificationAsked(
                occurred_at=ELEVEN,
                clarification_id=CLARIFICATION_ID,
                round=1,
                question="Since when does it stop?",
                channel=Channel.PHONE,
            ),
        ),
    ),
    Example(
        ConfirmUnderstanding(
            problem="It stops when it is hot", solution="A larger fan", contact_id=CONTACT_ID, channel=PHONE
        ),
        _RECEIVED,
        (
            UnderstandingConfirmed(
                occurred_at=ELEVEN,
                rounds=0,
                problem="It stops when it is hot",
                solution="A larger fan",
                contact_id=CONTACT_ID,
                channel=PHONE,
            ),
        ),
    ),
    Example(
        RecordNeed(stated="You never call back", real="To know by when it runs"),
        _RECEIVED,
        (NeedIdentified(occurred_at=ELEVEN, stated="You never call back", real="To know by when it runs"),),
    ),
)
BREAKS: Breaks = {
    (understanding_must_be_evidenced, ConfirmationNeedsEvidenceError): by_default_rules(channel=None),
    (channel_must_reach_the_customer, ChannelReachesNobodyError): with_fields(channel=Channel.INTERNAL),
}
REPEATABLE: Commands = (ConfirmUnderstanding,)
TRIGGERS: Triggers = (
    *untimed(WAYS, ClarificationAsked, NeedIdentified),
    (
        _RECEIVED,
        UnderstandingConfirmed(occurred_at=TEN, rounds=0, problem="p"),
        happened(Milestone.UNDERSTANDING_CONFIRMED),
    ),
)
WITHOUT_FIGURES: Events = (NeedIdentified,)
_CLARIFICATION = str(CLARIFICATION_ID)
SCENES: Scenes = {
    AskClarification: Scene(
        "ClarificationAsked.v1", {"clarification_id": _CLARIFICATION, "question": "哪一条产线?"}
    ),
    ConfirmUnderstanding: Scene(
        "UnderstandingConfirmed.v1",
        {"problem": "bearing worn", "solution": "a new one", "confirmed_by": "王工", "channel": "phone"},
    ),
    RecordNeed: Scene("NeedIdentified.v1", {"stated": "always late", "real": "dates to rely on"}),
}
