"""The pauses of a clock as one state over time: a fact about a pause sets it up to the next known change."""

from datetime import datetime

from service.domain.clocks.clock import Pause
from service.domain.vocabulary import WaitingOn

Pauses = tuple[Pause, ...]


def paused(pauses: Pauses, at: datetime, waiting_on: WaitingOn | None) -> Pauses:
    """Return the pauses of a clock that stands still from `at` on, up to the next change that is known."""
    before, until, after = _cut(pauses, at)
    until = until or (after[0].began_at if after else None)
    return (*before, Pause(at, until, waiting_on), *after)


def resumed(pauses: Pauses, at: datetime) -> Pauses:
    """Return the pauses of a clock that goes on from `at`, up to the next change that is known."""
    before, _, after = _cut(pauses, at)
    return (*before, *after)


def changes(known: Pauses, wanted: Pauses) -> list[tuple[datetime, Pause | None]]:
    """Return at which instants a clock must be paused (or resumed: None) to get from one to the other."""
    edges = {pause.began_at for pause in (*known, *wanted)}
    edges |= {pause.ended_at for pause in (*known, *wanted) if pause.ended_at is not None}
    found: list[tuple[datetime, Pause | None]] = []
    for at in sorted(edges):
        is_held, is_wanted = _at(known, at), _at(wanted, at)
        if is_wanted is None:
            if is_held is not None:
                known = resumed(known, at)
                found.append((at, None))
        elif is_held is None or is_held.waiting_on != is_wanted.waiting_on:
            known = paused(known, at, is_wanted.waiting_on)
            found.append((at, is_wanted))
    return found


def _cut(pauses: Pauses, at: datetime) -> tuple[list[Pause], datetime | None, list[Pause]]:
    """Return what is over by `at`, until when the pause around it would have lasted, and what follows."""
    before: list[Pause] = []
    until: datetime | None = None
    after: list[Pause] = []
    for pause in pauses:
        if pause.began_at > at:
            after.append(pause)
        elif pause.ended_at is not None and pause.ended_at <= at:
            before.append(pause)
        else:
            until = pause.ended_at
            if pause.began_at < at:
                before.append(Pause(pause.began_at, at, pause.waiting_on))
    return before, until, after


def _at(pauses: Pauses, at: datetime) -> Pause | None:
    held = (p for p in pauses if p.began_at <= at and (p.ended_at is None or at < p.ended_at))
    return next(held, None)
