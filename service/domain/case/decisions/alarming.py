"""The facts of an emergency."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case, Earliest
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def alarmed(case: Case, command: wish.AlarmingCommand, _: Circumstances, at: datetime) -> Facts:
    """Keep the first of each; an earlier one that is recorded late is a fact too."""
    content = content_of(command)
    match command:
        case wish.InformCounterpart():
            known = _is_known(case.counterparts, command.counterpart, at)
            return () if known else (fact.CounterpartInformed(occurred_at=at, **content),)
        case wish.ActivateContingencyPlan():
            known = _is_known(case.contingency_plans, command.plan_id, at)
            return () if known else (fact.ContingencyPlanActivated(occurred_at=at, **content),)
        case wish.OpenGreenChannel():
            opened_at = case.green_channel_opened_at
            stands = frozenset(command.task_force) == case.task_force
            if stands and opened_at is not None and opened_at <= at:
                return ()
            return (fact.GreenChannelOpened(occurred_at=at, **content),)
        case wish.FlagEscalationRisk():
            stands = case.escalation_risk is command.degree
            return () if stands else (fact.EscalationRiskFlagged(occurred_at=at, **content),)
        case wish.ClearEscalationRisk():
            is_clear = case.escalation_risk is None
            return () if is_clear else (fact.EscalationRiskCleared(occurred_at=at, **content),)


def _is_known(known: Earliest, name: str, at: datetime) -> bool:
    return any(each == name and since <= at for each, since in known)
