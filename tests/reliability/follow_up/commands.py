"""What lives tell, as commands."""

from datetime import timedelta
from typing import Any

from service.domain.account.decisions.agreements.agreements import SignAgreement
from service.domain.account.decisions.agreements.consent import GiveConsent
from service.domain.account.decisions.care import GiveCare, RecordAccountSurvey, RecordNewsSent
from service.domain.account.decisions.contacts import AddContact
from service.domain.account.decisions.key_dates import RemoveKeyDate, SetKeyDate
from service.domain.account.decisions.memos import MoveMemo, NoteMemo
from service.domain.account.decisions.profile import (
    AssignAccountOwner,
    AssignSegment,
    CloseAccount,
    OpenAccount,
)
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.decisions.visits import RecordVisit
from service.domain.account.vocabulary import AttentionKind, Routine
from service.domain.command import Command
from service.domain.vocabulary import Channel, VisitKind
from tests.reliability.follow_up.lives import Told

_SAID = {"channel": Channel.PHONE, "experience": "All three lines run"}


def commands_of(told: Told, code: str) -> tuple[Command, ...]:
    """Return the commands that tell it, dated."""
    made = _made(told, code)
    return tuple(command.model_copy(update={"occurred_at": told.at}) for command in made)


def _made(told: Told, code: str) -> tuple[Command, ...]:
    fields = told.fields
    match told.command:
        case "open":
            return (OpenAccount(code=code, name="Nordwind Presses", **fields),)
        case "contact":
            return _with_consents(fields)
        case "own":
            return (AssignAccountOwner(owner="li.na", reason="Knows presses, has few accounts"),)
        case "tier":
            return (AssignSegment(**fields, reason="By its orders of the year"),)
        case "key_date":
            return (SetKeyDate(**fields),)
        case "no_key_date":
            return (RemoveKeyDate(**fields, reason="It is over between us"),)
        case "memo":
            return (NoteMemo(**fields, what="Congratulate on the conference"),)
        case "move_memo":
            return (MoveMemo(**fields, reason="The conference was put off"),)
        case "sign":
            return (_agreement(told),)
        case "order_day":
            return (SetRoutine(routine=Routine.ORDER, **fields),)
        case "visit":
            return (RecordVisit(kind=VisitKind.CALL, **_SAID),)
        case "interview":
            return (RecordVisit(kind=VisitKind.INTERVIEW, **_SAID),)
        case "missed_visit":
            return (RecordVisit(kind=VisitKind.CALL, channel=Channel.PHONE, reached=False),)
        case "news":
            return (RecordNewsSent(topic="spring-catalogue", channel=Channel.EMAIL),)
        case "survey":
            return (RecordAccountSurvey(survey="quarter", channel=Channel.EMAIL),)
        case "card":
            return (GiveCare(kind=AttentionKind.CARD, **fields, what="A handwritten card"),)
        case "touch":
            return (
                GiveCare(kind=AttentionKind.TOUCH, **fields, channel=Channel.PHONE, what="Met at the fair"),
            )
        case "close":
            return (CloseAccount(reason="The plant is shut down"),)
        case _:
            raise LookupError(f"nobody knows how to tell {told.command}")


def _with_consents(fields: dict[str, Any]) -> tuple[Command, ...]:
    consents = (
        GiveConsent(
            **fields,
            purpose=purpose,
            text_version=1,
            language="zh",
            channel=Channel.EMAIL,
            evidence="Mail of 2 March, filed under K-12",
        )
        for purpose in ("marketing", "survey")
    )
    return (AddContact(**fields, name="王芳", phone="13800000000"), *consents)


def _agreement(told: Told) -> SignAgreement:
    lasts = timedelta(days=told.fields["lasts_days"])
    return SignAgreement(
        agreement_id=told.fields["agreement_id"],
        title="Service of the press line",
        effective_at=told.at,
        ends_at=told.at + lasts,
    )
