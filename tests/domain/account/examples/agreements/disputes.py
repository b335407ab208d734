"""Disputes with a customer, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.account.agreements.disputing import (
    DisputeOverError,
    DisputeUnknownError,
    MediatorIsPartyError,
    NotTheMediatorError,
    PositionsMissingError,
    PositionWithoutSpeakerError,
    SettlementVersionUnknownError,
)
from service.domain.account.decisions.agreements.agreements import AgreementNotFoundError
from service.domain.account.decisions.agreements.disputes import (
    EndDispute,
    NameMediator,
    OpenDispute,
    RecordMediation,
    SettleDispute,
    StatePosition,
    both_positions_must_be_stated,
    dispute_must_be_known,
    dispute_must_be_open,
    dispute_must_not_end_otherwise,
    disputed_agreement_must_be_known,
    mediator_must_be_no_party,
    mediator_must_settle_it,
    mediator_must_take_no_side,
    mediator_must_tell_it,
    position_must_have_a_speaker,
    settlement_must_be_accepted,
)
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.record.agreements.disputes import (
    DisputeEnded,
    DisputeOpened,
    DisputeSettled,
    MediationHeld,
    MediatorNamed,
    PositionStated,
)
from service.domain.account.vocabulary import DisputeEnd, DisputeSide
from service.domain.command import Command
from tests.domain.account.examples.agreements.agreements import AGREEMENT, signed
from tests.domain.account.examples.contacts import NOBODY
from tests.domain.example import AT, Breaks, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import CONTACT_ID, OTHER_CASE_ID, TEN, contact_added, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

DISPUTE_ID, OTHER_DISPUTE_ID = (UUID(f"0195c3a0-0000-7000-8000-0000000000{n}") for n in (31, 32))
OURS_ID, THEIRS_ID, STEP_ID = (UUID(f"0195c3a0-0000-7000-8000-0000000000{n}") for n in (33, 34, 35))


def dispute_opened(**fields: Any) -> DisputeOpened:
    usual: dict[str, Any] = {
        "dispute_id": DISPUTE_ID,
        "matter": "Who pays for the second line",
        "agreement_id": "C-7",
        "case_id": OTHER_CASE_ID,
    }
    return DisputeOpened(**{"occurred_at": TEN, **usual, **fields})


def ours(**fields: Any) -> PositionStated:
    usual: dict[str, Any] = {
        "dispute_id": DISPUTE_ID,
        "position_id": OURS_ID,
        "side": DisputeSide.OURS,
        "position": "Clause 4.2 leaves it to the customer",
        "stated_by": "ma.h",
    }
    return PositionStated(**{"occurred_at": TEN, **usual, **fields})


def theirs(**fields: Any) -> PositionStated:
    usual: dict[str, Any] = {
        "position_id": THEIRS_ID,
        "side": DisputeSide.CUSTOMER,
        "position": "It was promised in March",
        "contact_id": CONTACT_ID,
    }
    return ours(**{**usual, **fields})


def mediator_named(**fields: Any) -> MediatorNamed:
    usual: dict[str, Any] = {"dispute_id": DISPUTE_ID, "mediator": "wu.q", "reason": "Knows both houses"}
    return MediatorNamed(**{"occurred_at": TEN, **usual, **fields})


def mediation(**fields: Any) -> MediationHeld:
    usual: dict[str, Any] = {
        "dispute_id": DISPUTE_ID,
        "step_id": STEP_ID,
        "mediated_by": "wu.q",
        "what": "Each bears half",
    }
    return MediationHeld(**{"occurred_at": TEN, **usual, **fields})


def settled(**fields: Any) -> DisputeSettled:
    usual: dict[str, Any] = {
        "dispute_id": DISPUTE_ID,
        "settled_by": "wu.q",
        "contact_id": CONTACT_ID,
        "agreed": "Each bears half",
        "agreement_version": 1,
    }
    return DisputeSettled(**{"occurred_at": TEN, **usual, **fields})


def dispute_ended(**fields: Any) -> DisputeEnded:
    usual: dict[str, Any] = {
        "dispute_id": DISPUTE_ID,
        "how": DisputeEnd.WITHDRAWN,
        "ended_by": "ma.h",
        "reason": "The invoice was found",
    }
    return DisputeEnded(**{"occurred_at": TEN, **usual, **fields})


_BEFORE = (opened(), contact_added(), signed())
_OPENED = (*_BEFORE, dispute_opened())
_MEDIATED = (*_OPENED, ours(), theirs(), mediator_named())
WAYS: Ways = (
    Example(
        OpenDispute(
            dispute_id=DISPUTE_ID,
            matter="Who pays for the second line",
            agreement_id="C-7",
            case_id=OTHER_CASE_ID,
        ),
        _BEFORE,
        (dispute_opened(occurred_at=AT),),
    ),
    Example(
        StatePosition(
            dispute_id=DISPUTE_ID,
            position_id=THEIRS_ID,
            side=DisputeSide.CUSTOMER,
            position="It was promised in March",
            contact_id=CONTACT_ID,
            stated_by="ma.h",
        ),
        _OPENED,
        (theirs(occurred_at=AT),),
    ),
    Example(
        NameMediator(dispute_id=DISPUTE_ID, mediator="wu.q", reason="Knows both houses"),
        (*_OPENED, ours()),
        (mediator_named(occurred_at=AT),),
    ),
    Example(
        RecordMediation(dispute_id=DISPUTE_ID, step_id=STEP_ID, what="Each bears half", mediated_by="wu.q"),
        _MEDIATED,
        (mediation(occurred_at=AT),),
    ),
    Example(
        SettleDispute(
            dispute_id=DISPUTE_ID,
            contact_id=CONTACT_ID,
            agreed="Each bears half",
            agreement_version=1,
            settled_by="wu.q",
        ),
        _MEDIATED,
        (settled(occurred_at=AT),),
    ),
    Example(
        EndDispute(
            dispute_id=DISPUTE_ID,
            how=DisputeEnd.WITHDRAWN,
            reason="The invoice was found",
            ended_by="ma.h",
        ),
        _OPENED,
        (dispute_ended(occurred_at=AT),),
    ),
)
ABOUT_AN_EARLIER_EVENT: tuple[type[Command], ...] = (
    OpenDispute,
    StatePosition,
    NameMediator,
    RecordMediation,
    SettleDispute,
    EndDispute,
)


def _ended_the_other_way(way: Example) -> Example:
    end = dispute_ended() if isinstance(way.command, SettleDispute) else settled()
    return after(*(() if isinstance(way.command, SettleDispute) else (ours(), theirs())), end)(way)


def _by_the_mediator(way: Example) -> Example:
    as_ours = {"side": DisputeSide.OURS, "contact_id": None, "stated_by": "wu.q", "position_id": OURS_ID}
    return after(mediator_named())(replace(way, command=way.command.model_copy(update=as_ours)))


BREAKS: Breaks = {
    (disputed_agreement_must_be_known, AgreementNotFoundError): on(opened(), contact_added()),
    (dispute_must_be_known, DisputeUnknownError): on(*_BEFORE),
    (dispute_must_be_open, DisputeOverError): after(dispute_ended()),
    (dispute_must_not_end_otherwise, DisputeOverError): _ended_the_other_way,
    (position_must_have_a_speaker, PositionWithoutSpeakerError): with_fields(contact_id=None),
    (position_must_have_a_speaker, ContactNotFoundError): with_fields(contact_id=NOBODY),
    (mediator_must_take_no_side, MediatorIsPartyError): _by_the_mediator,
    (mediator_must_be_no_party, MediatorIsPartyError): with_fields(mediator="ma.h"),
    (mediator_must_tell_it, NotTheMediatorError): with_fields(mediated_by="ma.h"),
    (mediator_must_settle_it, NotTheMediatorError): with_fields(settled_by="ma.h"),
    (both_positions_must_be_stated, PositionsMissingError): on(*_OPENED, ours(), mediator_named()),
    (settlement_must_be_accepted, ContactNotFoundError): with_fields(contact_id=NOBODY),
    (settlement_must_be_accepted, SettlementVersionUnknownError): with_fields(agreement_version=2),
}
TRIGGERS: Triggers = untimed(
    WAYS, DisputeOpened, PositionStated, MediatorNamed, MediationHeld, DisputeSettled, DisputeEnded
)
WITHOUT_FIGURES: Events = (
    DisputeOpened,
    PositionStated,
    MediatorNamed,
    MediationHeld,
    DisputeSettled,
    DisputeEnded,
)
_DISPUTE, CONTACT = str(DISPUTE_ID), str(CONTACT_ID)
DISPUTE: dict[str, Any] = {"dispute_id": _DISPUTE, "matter": "Who pays for the line", "agreement_id": "C-7"}
THEIRS: dict[str, Any] = {
    "dispute_id": _DISPUTE,
    "position_id": str(THEIRS_ID),
    "side": "customer",
    "position": "It was promised in March",
    "contact_id": CONTACT,
}
OURS: dict[str, Any] = {
    "dispute_id": _DISPUTE,
    "position_id": str(OURS_ID),
    "side": "ours",
    "position": "Clause 4.2 leaves it to the customer",
    "stated_by": "ma.h",
}
MEDIATOR: dict[str, Any] = {"dispute_id": _DISPUTE, "mediator": "wu.q", "reason": "Knows both houses"}
_OPEN: list[Step] = [
    ("contacts", {"contact_id": CONTACT, "name": "李雷"}),
    ("sign-agreement", AGREEMENT),
    ("disputes", DISPUTE),
]
_BOTH: list[Step] = [*_OPEN, ("disputes/position", THEIRS), ("disputes/position", OURS)]
SCENES: Scenes = {
    OpenDispute: Scene("DisputeOpened.v1", DISPUTE, _OPEN[:2]),
    StatePosition: Scene("PositionStated.v1", {**THEIRS, "stated_by": "ma.h"}, _OPEN),
    NameMediator: Scene("MediatorNamed.v1", MEDIATOR, _OPEN),
    RecordMediation: Scene(
        "MediationHeld.v1",
        {"dispute_id": _DISPUTE, "step_id": str(STEP_ID), "what": "Half each", "mediated_by": "wu.q"},
        [*_BOTH, ("disputes/mediator", MEDIATOR)],
    ),
    SettleDispute: Scene(
        "DisputeSettled.v1",
        {"dispute_id": _DISPUTE, "contact_id": CONTACT, "agreed": "Half each", "settled_by": "ma.h"},
        _BOTH,
    ),
    EndDispute: Scene(
        "DisputeEnded.v1",
        {"dispute_id": _DISPUTE, "how": "withdrawn", "reason": "Found", "ended_by": "ma.h"},
        _OPEN,
    ),
}
