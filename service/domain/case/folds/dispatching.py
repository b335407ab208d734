"""How a case changes by facts of how it is handled, who is sent, and with what. Reads no personal field."""

from dataclasses import replace
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.parts.dispatching import Dispatch, Dispatching, FollowUp, Resources
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_dispatching(case: Case, event: fact.DispatchingEvent) -> Case:
    return changed(case, dispatching=_after(case.dispatching, event))


def _after(known: Dispatching, event: fact.DispatchingEvent) -> Dispatching:
    match event:
        case fact.HandlingModeChosen():
            return replace(known, mode=event.mode)
        case fact.DispatchArranged():
            return _arranged(known, event)
        case fact.DispatchEnded():
            return _ended(known, event)
        case fact.ResourcesAssigned():
            given = Resources(
                people=frozenset(event.people),
                materials=frozenset(event.materials),
                technology=frozenset(event.technology),
            )
            return replace(known, resources=given)
        case _:
            assert_never(event)


def _arranged(known: Dispatching, event: fact.DispatchArranged) -> Dispatching:
    """Another dispatch takes up what the last one left."""
    sent = Dispatch(
        dispatch_id=event.dispatch_id,
        engineer=event.engineer,
        crew=event.crew,
        work=event.work,
        planned_at=event.planned_at,
    )
    return replace(known, dispatches=(*known.dispatches, sent), follow_up=None)


def _ended(known: Dispatching, event: fact.DispatchEnded) -> Dispatching:
    dispatches = tuple(
        replace(
            one,
            ended_at=event.occurred_at,
            solved=event.solved,
            needs_follow_up=event.needs_follow_up,
            follow_up_by=event.follow_up_by,
        )
        if one.dispatch_id == event.dispatch_id
        else one
        for one in known.dispatches
    )
    return replace(known, dispatches=dispatches, follow_up=_left_by(known, event))


def _left_by(known: Dispatching, event: fact.DispatchEnded) -> FollowUp | None:
    """A dispatch that settles the matter leaves nothing; one that needs no follow-up leaves what was."""
    if event.needs_follow_up:
        return FollowUp(dispatch_id=event.dispatch_id, since_at=event.occurred_at, by=event.follow_up_by)
    return None if event.solved else known.follow_up
