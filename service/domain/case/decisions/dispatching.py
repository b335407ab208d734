"""The facts of how a case is handled, who is sent, and with what."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.parts.dispatching import Resources
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def dispatched(case: Case, command: wish.DispatchingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows; a dispatch that was arranged or has ended so already adds nothing."""
    content, known = content_of(command), case.dispatching
    match command:
        case wish.ChooseHandlingMode():
            is_known = known.mode is command.mode
            return () if is_known else (fact.HandlingModeChosen(occurred_at=at, **content),)
        case wish.ArrangeDispatch():
            is_known = known.dispatch(command.dispatch_id) is not None
            return () if is_known else (fact.DispatchArranged(occurred_at=at, **content),)
        case wish.RecordDispatchOutcome():
            return ended(case, command, at)
        case wish.AssignResources():
            is_known = resources_of(command) == known.resources
            return () if is_known else (fact.ResourcesAssigned(occurred_at=at, **content),)
        case _:
            assert_never(command)


def ended(case: Case, command: wish.RecordDispatchOutcome, at: datetime) -> Facts:
    """What was not solved on site needs an engineer still, unless somebody says that it does not."""
    known = case.dispatching.dispatch(command.dispatch_id)
    if known is not None and known.ended_at is not None:
        return ()
    content = content_of(command, "needs_follow_up")
    return (fact.DispatchEnded(occurred_at=at, needs_follow_up=command.is_followed_up, **content),)


def resources_of(command: wish.AssignResources) -> Resources:
    """Return what a wish gives to a case, in no order."""
    return Resources(
        people=frozenset(command.people),
        materials=frozenset(command.materials),
        technology=frozenset(command.technology),
    )
