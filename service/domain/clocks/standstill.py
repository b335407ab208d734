"""The pauses of a clock as one state over time: a fact about a pause sets it up to the next known change."""

from bisect import bisect_right
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
    alike = _alike(known, wanted)
    different = (*known[alike:], *wanted[alike:])
    edges = {pause.began_at for pause in different}
    edges |= {pause.ended_at for pause in different if pause.ended_at is not None}
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


def _alike(known: Pauses, wanted: Pauses) -> int:
    """Return how many pauses both begin with, less one, which may go on differently."""
    alike = 0
    for one, other in zip(known, wanted, strict=False):
        if one != other:
            break
        alike += 1
    return max(0, alike - 1)


def _at(pauses: Pauses, at: datetime) -> Pause | None:
    place = bisect_right(pauses, at, key=_began_at)
    if not place:
        return None
    pause = pauses[place - 1]
    return pause if pause.ended_at is None or at < pause.ended_at else None


def _began_at(pause: Pause) -> datetime:
    return pause.began_at
