"""The KPIs of stages and first contact once more, slowly and straight from the events of each case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

STAGES = ("reception", "diagnosis", "planning", "execution", "feedback")
BEGINS = {
    "CaseReceived": "reception",
    "CaseReopened": "diagnosis",
    "CauseIdentified": "planning",
    "UnderstandingConfirmed": "planning",
    "PlanProposed": "execution",
    "ContingencyPlanActivated": "execution",
    "ProgressShared": "execution",
    "CaseResolved": "feedback",
}
OVER = ("ResultReported", "ResolutionConfirmed", "CaseClosed")


def name_of(event: Any) -> str:
    return str(event.STORED_NAME.split(".")[0])


def is_answer(event: Any) -> bool:
    match name_of(event):
        case "ReplySent":
            return bool(event.substantive and event.audience == "public" and event.author_kind == "human")
        case "ProgressShared":
            return event.author_kind in {None, "human"}
        case "PlanProposed":
            return event.channel is not None
        case name:
            return name in {"UnderstandingConfirmed", "ResolutionConfirmed"}


def begun_by(event: Any) -> str | None:
    name = name_of(event)
    takes_it_up = (
        (name == "ReplySent" and is_answer(event))
        or (name == "OwnerAssigned" and event.owner)
        or (name == "CaseHandedOver" and event.to_owner)
        or (name == "ReceiptAcknowledged" and event.author_kind in {None, "human"})
    )
    return "diagnosis" if takes_it_up else BEGINS.get(name)


def stage_seconds(events: Iterable[Any]) -> dict[str, int]:
    """Return how long each stage took that has ended; events are in business order."""
    found: dict[str, int] = {}
    stage, since = "", None
    began = ended = None
    for event in events:
        begun, name = begun_by(event), name_of(event)
        is_new = begun and (not stage or name == "CaseReopened" or STAGES.index(begun) > STAGES.index(stage))
        if (is_new or name in OVER) and since is not None:
            lasted = int((event.occurred_at - since).total_seconds() // 1)
            found[stage] = found.get(stage, 0) + max(lasted, 0)
        if stage and ended is not None and not is_new and begun:
            more = int((event.occurred_at - began).total_seconds() // 1)
            found[stage] += more - int((ended - began).total_seconds() // 1)
            ended = event.occurred_at
        if name in OVER:
            if since is not None:
                began, ended = since, event.occurred_at
            since, ended = None, None if name == "CaseClosed" else ended
        elif is_new and begun:
            stage, since, ended = begun, event.occurred_at, None
    return found


def stage_since(events: Iterable[Any]) -> tuple[str, Any]:
    """Return the stage of now, and since when; None once it has ended."""
    stage, since = "", None
    for event in events:
        begun, name = begun_by(event), name_of(event)
        if name in OVER:
            since = None
        elif begun and (not stage or name == "CaseReopened" or STAGES.index(begun) > STAGES.index(stage)):
            stage, since = begun, event.occurred_at
    return stage, since


def at_first_contact(events: Iterable[Any]) -> bool | None:
    """Return whether the last resolution needed one answer only; None without any resolution."""
    told: list[Any] = []
    verdict: bool | None = None
    for event in events:
        name = name_of(event)
        if name == "CaseReopened":
            verdict = verdict and False
        elif name == "CaseResolved":
            answers = [each for each in told if is_answer(each)]
            others = [each for each in told if name_of(each) in {"CaseHandedOver", "CaseReopened"}]
            verdict = len(answers) < 2 and not others
        told.append(event)
    return verdict
