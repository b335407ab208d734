"""What follows from a wish about a case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.decisions.alarming import alarmed
from service.domain.case.decisions.attaching import attached
from service.domain.case.decisions.collaborating import collaborated
from service.domain.case.decisions.complaining import complained
from service.domain.case.decisions.dispatching import dispatched
from service.domain.case.decisions.ending import end
from service.domain.case.decisions.intake import taken_in
from service.domain.case.decisions.linking import linked
from service.domain.case.decisions.merging import merged
from service.domain.case.decisions.promising import promised
from service.domain.case.decisions.questioning import questioned
from service.domain.case.decisions.remedying import remedied
from service.domain.case.decisions.reviewing import reviewed
from service.domain.case.decisions.revisiting import revisiting
from service.domain.case.decisions.selling import sold
from service.domain.case.decisions.surveying import surveyed
from service.domain.case.decisions.telling import told
from service.domain.case.decisions.understanding import understood
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
    **dict.fromkeys(get_args(wish.UnderstandingCommand), understood),
    **dict.fromkeys(get_args(wish.SellingCommand), sold),
    **dict.fromkeys(get_args(wish.TellingCommand), told),
    **dict.fromkeys(get_args(wish.WorkingCommand), worked_on),
    **dict.fromkeys(get_args(wish.AlarmingCommand), alarmed),
    **dict.fromkeys(get_args(wish.PromisingCommand), promised),
    **dict.fromkeys(get_args(wish.CollaboratingCommand), collaborated),
    **dict.fromkeys(get_args(wish.DispatchingCommand), dispatched),
    **dict.fromkeys(get_args(wish.EndingCommand), end),
    **dict.fromkeys(get_args(wish.SurveyingCommand), surveyed),
    **dict.fromkeys(get_args(wish.MergingCommand), merged),
    **dict.fromkeys(get_args(wish.RevisitingCommand), revisiting),
    **dict.fromkeys(get_args(wish.ReviewingCommand), reviewed),
    wish.AddAttachment: attached,
    **dict.fromkeys(get_args(wish.QuestioningCommand), questioned),
    **dict.fromkeys(get_args(wish.LinkingCommand), linked),
    **dict.fromkeys(get_args(wish.ComplainingCommand), complained),
    **dict.fromkeys(get_args(wish.RemedyingCommand), remedied),
}
"""The way of each wish: that of its theme."""
