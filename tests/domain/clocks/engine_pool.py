"""The clock rules of which random policies are made."""

import random
from typing import Any

from service.domain.clocks.policy import ClockRule
from service.domain.vocabulary import WaitingOn
from tests.domain.clocks.engine_kit import rule

LIMITS = [300, 3600, 7201, 28800, 86400]
CALENDARS = ("always", "office", "segment")


def pool(dice: random.Random) -> list[ClockRule]:
    """Return rules of every kind, with limits that are drawn."""

    def limit() -> dict[str, Any]:
        return {
            "target_seconds": dice.choice(LIMITS),
            "counts": dice.choice(CALENDARS),
        }

    def waits() -> tuple[WaitingOn, ...]:
        return tuple(dice.sample(list(WaitingOn), dice.randint(0, 2)))

    reply = {"starts_on": ("customer_messaged",), "met_by": ("answered",), "once": True}
    again = ("received", "reopened")
    asked = {"starts_on": ("collaboration_requested",), "per_subject": True, "voided_by": ("closed",)}
    return [
        rule("ack", starts_on=again, met_by=("acknowledged", "answered"), applies_to=of("urgent"), **limit()),
        rule("first", applies_to=of("routine"), pauses_on=waits(), warns_at_percent=(50, 80), **limit()),
        rule(
            "informed",
            met_by=("counterpart_informed",),
            target_working_days=dice.randint(1, 3),
            counts="office",
        ),
        *(
            rule(
                f"resolution_{name}",
                clock="resolution",
                starts_on=again,
                met_by=("resolved",),
                ends_on=("closed",),
                pauses_on=waits(),
                applies_to=of(name),
                **limit(),
            )
            for name in ("routine", "urgent", "complex")
        ),
        rule(
            "resolution_critical",
            clock="resolution",
            starts_on=again,
            met_by=("resolved",),
            applies_to={"priorities": ("critical",)},
            **limit(),
        ),
        rule(
            "update",
            starts_on=("answered", "reopened"),
            met_by=("progress_shared", "answered", *dice.choice([(), ("resolved",)])),
            ends_on=("resolved", "closed"),
            repeats=True,
            pauses_on=waits(),
            **limit(),
        ),
        rule(
            "reply_routine",
            clock="reply",
            applies_to=of("routine", "complex"),
            voided_by=("closed",),
            set_aside_by=("answer_not_needed",),
            **reply,
            **limit(),
        ),
        rule("reply_urgent", clock="reply", applies_to=of("urgent"), pauses_on=waits(), **reply, **limit()),
        rule(
            "plan_complex",
            clock="plan",
            starts_on=again,
            met_by=("plan_proposed",),
            applies_to=of("complex"),
            **limit(),
        ),
        rule(
            "plan_green",
            clock="plan",
            starts_on=("green_channel_opened", "reopened"),
            met_by=("plan_proposed",),
            applies_to=of("green_channel"),
            **limit(),
        ),
        rule(
            "promise",
            starts_on=("commitment_made",),
            met_by=("commitment_kept",),
            per_subject=True,
            promised=True,
        ),
        rule("task_any", clock="task", met_by=("collaboration_answered",), **asked, **limit()),
        rule(
            "task_sales",
            clock="task",
            met_by=("collaboration_answered",),
            applies_to={"departments": ("sales",)},
            **asked | {"voided_by": ("collaboration_declined",), "ends_on": ("closed",)},
            **limit(),
        ),
        rule("survey", starts_on=("resolved",), met_by=("survey_sent",), ends_on=("reopened",), **limit()),
        rule(
            "contact",
            starts_on=("owner_assigned",),
            met_by=("first_contact_made",),
            pauses_on=waits(),
            **limit(),
        ),
        rule(
            "review",
            met_by=("progress_shared",),
            repeats=True,
            ends_on=("closed",),
            target_months=1,
            pauses_on=waits(),
        ),
    ]


def of(*classes: str) -> dict[str, Any]:
    return {"response_classes": classes}
