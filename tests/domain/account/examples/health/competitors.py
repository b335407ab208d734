"""That a customer talks with competitors, by example."""

from typing import Any
from uuid import UUID

from service.domain.account.decisions.health.competitors import NoteCompetitorContact
from service.domain.account.record.health.competitors import CompetitorContactNoted
from tests.domain.example import AT, Events, Example, Ways
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

NOTE_ID = UUID("0195c3a0-0000-7000-8000-000000000162")
_NOTED: dict[str, Any] = {
    "contact_note_id": NOTE_ID,
    "competitor": "Acme Gauges",
    "words": "Their buyer asked Acme for a quotation",
}


def competitor_noted(**fields: Any) -> CompetitorContactNoted:
    return CompetitorContactNoted(**{"occurred_at": TEN, **_NOTED, **fields})


WAYS: Ways = (Example(NoteCompetitorContact(**_NOTED), (opened(),), (competitor_noted(occurred_at=AT),)),)
TRIGGERS: Triggers = untimed(WAYS, CompetitorContactNoted)
WITHOUT_FIGURES: Events = (CompetitorContactNoted,)
SCENES: Scenes = {
    NoteCompetitorContact: Scene("CompetitorContactNoted.v1", {**_NOTED, "contact_note_id": str(NOTE_ID)})
}
