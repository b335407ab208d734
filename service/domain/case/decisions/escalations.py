"""Escalations, up the ladder or across, and the risk of one."""

from datetime import datetime

from service.domain.case.record import escalations as record
from service.domain.case.rules import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import decides, records
from service.domain.personal import FreeText
from service.domain.staff_id import Sender
from service.domain.text import Code
from service.domain.vocabulary import Degree, EscalationKind, EscalationLevel


class EscalateCase(Command, example={"level": "manager", "reason": "The second failure this week"}):
    """Escalate the case to a higher level or to another specialism."""

    kind: EscalationKind = EscalationKind.HIERARCHICAL
    level: EscalationLevel
    """Escalation level to reach."""
    escalated_to: Code | None = None
    reason: FreeText


class DeescalateCase(Command, example={"reason": "The spare part is here"}):
    """Take back an escalation: all levels above the given one are left."""

    kind: EscalationKind = EscalationKind.HIERARCHICAL
    level: EscalationLevel | None = None
    """Highest escalation level that remains. If omitted, none remains."""
    reason: FreeText


class TakeEscalation(Command, example={"level": "manager"}):
    """Record that somebody takes an escalation: all calls of the level until then are answered."""

    level: EscalationLevel
    taken_by: Sender = None


class FlagEscalationRisk(Command, example={"reason": "Speaks of going to a newspaper"}):
    """Flag the risk that the customer takes the matter further: to a superior, to the public, to court."""

    degree: Degree
    reason: FreeText


class ClearEscalationRisk(Command, example={"reason": "The manager called and apologised"}):
    """Clear the escalation risk."""

    reason: FreeText


def is_escalated(case: Case, command: EscalateCase, _: datetime) -> bool:
    return (command.kind, command.level, command.escalated_to) in case.escalations


def is_no_higher(case: Case, command: DeescalateCase, _: datetime) -> bool:
    return not record.above(case.escalations, command.kind, command.level)


def is_flagged(case: Case, command: FlagEscalationRisk, _: datetime) -> bool:
    return case.escalation_risk is command.degree


def is_clear(case: Case, _: ClearEscalationRisk, __: datetime) -> bool:
    return case.escalation_risk is None


DECISIONS = (
    decides(EscalateCase, records(record.CaseEscalated, unless=is_escalated), *NOT_CLOSED),
    decides(DeescalateCase, records(record.CaseDeescalated, unless=is_no_higher), *NOT_CLOSED, ends=True),
    decides(TakeEscalation, records(record.EscalationTaken), *DATED),
    decides(FlagEscalationRisk, records(record.EscalationRiskFlagged, unless=is_flagged), *NOT_CLOSED),
    decides(ClearEscalationRisk, records(record.EscalationRiskCleared, unless=is_clear), *DATED, ends=True),
)
