"""How an account does: its usage and what follows from it."""

from datetime import datetime, timedelta
from uuid import UUID

from service.domain.account.decisions.health.churn import (
    ClearChurnRisk,
    CompleteRetentionAction,
    EndChurnRisk,
    RaiseChurnRisk,
    StartRetentionPlay,
)
from service.domain.account.decisions.health.competitors import NoteCompetitorContact
from service.domain.account.decisions.health.silences import NoteLife, NoteSilence
from service.domain.account.decisions.health.treatments import GiveTreatment
from service.domain.account.decisions.health.usage import RecordUsage
from service.domain.account.record.health.churn import RetentionOutcome
from service.domain.account.record.health.usage import Use
from service.domain.command import Command
from service.domain.guidelines.care.retention import ChurnCause
from service.domain.guidelines.care.silence import SignOfLife
from service.domain.vocabulary import Channel


def health_steps(now: datetime, words: str) -> tuple[Command, ...]:
    """Return two days of usage, one of them told again with more, two silences, and the rest."""
    first = Use(feature="stock_report", used_at=now, count=2, duration_seconds=30, external_id="v-1")
    again = Use(feature="orders", used_at=now, external_id="v-1")
    before = Use(feature="orders", used_at=now - timedelta(days=1))
    return (
        RecordUsage(source="portal", uses=(first, before)),
        RecordUsage(source="portal", uses=(again,)),
        NoteSilence(since_at=now - timedelta(days=90), after_days=30, rules_version=1),
        NoteLife(since_at=now - timedelta(days=90), life_at=now, sign=SignOfLife.USAGE),
        NoteCompetitorContact(contact_note_id=UUID(int=1), competitor="Acme Gauges", words=words),
        *_risk(1, now),
        ClearChurnRisk(risk_id=UUID(int=1)),
        *_risk(2, now + timedelta(seconds=1)),
        StartRetentionPlay(risk_id=UUID(int=2), play="limited_offer", responsible="li"),
        CompleteRetentionAction(risk_id=UUID(int=2), action="send_offer", words=words),
        EndChurnRisk(risk_id=UUID(int=2), result=RetentionOutcome.RETAINED, reason=words),
        NoteSilence(since_at=now, after_days=1, rules_version=1, last_sign=SignOfLife.USAGE),
        GiveTreatment(treatment_id=UUID(int=1), item="custom_solution", channel=Channel.ON_SITE, words=words),
    )


def _risk(number: int, at: datetime) -> tuple[Command, ...]:
    """Return a warning with two causes."""
    return tuple(
        RaiseChurnRisk(
            risk_id=UUID(int=number),
            risk_cause=cause,
            cause_at=at,
            plays=("limited_offer",),
            start_by_at=at + timedelta(days=3),
            rules_version=1,
        )
        for cause in (ChurnCause.SILENT, ChurnCause.COMPETITOR)
    )
