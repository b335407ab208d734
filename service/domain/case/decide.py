"""What follows from a wish about a case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.decisions.alarming import alarmed
from service.domain.case.decisions.collaborating import collaborated
from service.domain.case.decisions.ending import end
from service.domain.case.decisions.intake import taken_in
from service.domain.case.decisions.merging import merged
from service.domain.case.decisions.promising import promised
from service.domain.case.decisions.telling import told
from service.domain.case.decisions.working import worked_on
from service.domain.case.rules import RULES
from service.domain.case.state import Case

Facts = tuple[fact.CaseEvent, ...]
Way = Callable[[Case, Any, Circumstances, datetime], Facts]


def decide(case: Case, command: wish.CaseCommand, around: Circumstances) -> Facts:
    """Return the facts that follow; none when it is already so. Raises a `Refusal` when a rule forbids it."""
    kind = type(command)
    for rule in RULES[kind]:
        rule(case, command, around)
    # A sender whose clock was ahead may have dated the receipt a little after our `now`.
    at = command.occurred_at or max(around.now, case.received_at or around.now)
    return _WAYS[kind](case, command, around, at)


_WAYS: dict[type[wish.CaseCommand], Way] = {
    **dict.fromkeys(get_args(wish.IntakeCommand), taken_in),
    **dict.fromkeys(get_args(wish.TellingCommand), told),
    **dict.fromkeys(get_args(wish.WorkingCommand), worked_on),
    **dict.fromkeys(get_args(wish.AlarmingCommand), alarmed),
    **dict.fromkeys(get_args(wish.PromisingCommand), promised),
    **dict.fromkeys(get_args(wish.CollaboratingCommand), collaborated),
    **dict.fromkeys(get_args(wish.EndingCommand), end),
    **dict.fromkeys(get_args(wish.MergingCommand), merged),
}
"""The way of each wish: that of its theme."""
