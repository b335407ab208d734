"""When a customer fell silent, and what ended it, by example."""

from typing import Any

from service.domain.account.decisions.health.silences import (
    NoteLife,
    NoteSilence,
    NotSilentError,
    silence_must_have_begun,
)
from service.domain.account.record.health.silences import SilenceBegan, SilenceEnded
from service.domain.guidelines.care.silence import SignOfLife
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, on
from tests.domain.facts import NINE, TEN, opened
from tests.domain.trigger_rows import Triggers, untimed

_SILENT: dict[str, Any] = {
    "since_at": NINE,
    "last_sign": SignOfLife.USAGE,
    "after_days": 30,
    "rules_version": 1,
}
_ALIVE: dict[str, Any] = {"since_at": NINE, "life_at": TEN, "sign": SignOfLife.VISIT}


def silent(**fields: Any) -> SilenceBegan:
    return SilenceBegan(**{"occurred_at": TEN, **_SILENT, **fields})


def alive(**fields: Any) -> SilenceEnded:
    return SilenceEnded(**{"occurred_at": TEN, **_ALIVE, **fields})


WAYS: Ways = (
    Example(NoteSilence(**_SILENT), (opened(),), (silent(occurred_at=AT),)),
    Example(NoteLife(**_ALIVE), (opened(), silent()), (alive(occurred_at=AT),)),
)
ABOUT_AN_EARLIER_EVENT: Commands = (NoteLife,)
BREAKS: Breaks = {(silence_must_have_begun, NotSilentError): on(opened())}
TRIGGERS: Triggers = untimed(WAYS, SilenceBegan, SilenceEnded)
WITHOUT_FIGURES: Events = (SilenceBegan, SilenceEnded)
