"""What an account is given because of its tier, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.account.decisions.health.treatments import (
    GiveTreatment,
    TreatmentUnknownError,
    item_must_be_known,
)
from service.domain.account.record.health.treatments import TreatmentGiven
from service.domain.clocks.policy import Title
from service.domain.guidelines.care.treatments import Treatment, TreatmentDue, Treatments
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.vocabulary import Channel, Segment
from tests.domain.example import AT, Breaks, Events, Example, Ways
from tests.domain.facts import TEN, opened
from tests.domain.rulebook.published import book_of
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

TREATMENT_ID = UUID("0195c3a0-0000-7000-8000-000000000140")
_GIVEN: dict[str, Any] = {
    "treatment_id": TREATMENT_ID,
    "item": "custom_solution",
    "channel": Channel.ON_SITE,
    "words": "Spare gauges in their own hall",
}
_OTHERS = Treatments(
    version=1,
    treatments=(
        Treatment(
            segment=Segment.POTENTIAL,
            items=(TreatmentDue(item="diagnosis", title=Title(zh="诊断", en="Diagnosis"), within_days=60),),
        ),
    ),
)


def treatment_given(**fields: Any) -> TreatmentGiven:
    return TreatmentGiven(**{"occurred_at": TEN, **_GIVEN, **fields})


WAYS: Ways = (Example(GiveTreatment(**_GIVEN), (opened(),), (treatment_given(occurred_at=AT),)),)
BREAKS: Breaks = {
    (item_must_be_known, TreatmentUnknownError): lambda way: replace(
        way, rulebook=book_of(PublishGuideline(content=_OTHERS))
    )
}
TRIGGERS: Triggers = untimed(WAYS, TreatmentGiven)
WITHOUT_FIGURES: Events = (TreatmentGiven,)
SCENES: Scenes = {
    GiveTreatment: Scene(
        "TreatmentGiven.v1", {**_GIVEN, "treatment_id": str(TREATMENT_ID), "channel": "on_site"}
    )
}
