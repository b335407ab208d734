"""For every command: what must have happened before, and a body that is carried out."""

from dataclasses import dataclass, field
from typing import Any

from service.api.command_table import COMMAND_ROUTES, CommandRoute
from service.domain.aggregate import AnyCommand

Step = tuple[str, dict[str, Any]]
CONTACT = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a11"
RESOLVED: list[Step] = [("resolve", {"resolution": "Bearing replaced"})]
CONFIRMED: list[Step] = [*RESOLVED, ("confirm", {})]


@dataclass(frozen=True)
class Scene:
    event: str
    body: dict[str, Any] = field(default_factory=dict)
    before: list[Step] = field(default_factory=list)


SCENES: dict[str, Scene] = {
    "OpenAccount": Scene("AccountOpened.v1", {"code": "KA-9", "name": "Nordwind"}),
    "AddContact": Scene("ContactAdded.v1", {"contact_id": CONTACT, "name": "王芳", "phone": "13800000000"}),
    "AssignSegment": Scene("SegmentAssigned.v1", {"segment": "potential", "reason": "buys less"}),
    "AssignAccountOwner": Scene("AccountOwnerAssigned.v1", {"owner": "li.na", "reason": "knows presses"}),
    "ReceiveCase": Scene("CaseReceived.v1", {"channel": "phone", "kind": "complaint", "subject": "late"}),
    "ClassifyCase": Scene("CaseClassified.v1", {"response_class": "urgent", "priority": "critical"}),
    "AssignOwner": Scene("OwnerAssigned.v1", {"owner": "li.na", "team": "presses"}),
    "AcknowledgeReceipt": Scene("ReceiptAcknowledged.v1"),
    "SendReply": Scene("ReplySent.v1", {"text": "An engineer is on the way"}),
    "HandOverCase": Scene("CaseHandedOver.v1", {"to_team": "field"}),
    "StartWaiting": Scene("WaitingStarted.v1", {"waiting_on": "customer"}),
    "EndWaiting": Scene("WaitingEnded.v1", {}, [("wait", {"waiting_on": "supplier"})]),
    "EscalateCase": Scene("CaseEscalated.v1", {"level": "manager", "reason": "second failure"}),
    "ResolveCase": Scene("CaseResolved.v1", {"resolution": "Bearing replaced"}),
    "ConfirmResolution": Scene("ResolutionConfirmed.v1", {}, RESOLVED),
    "ReopenCase": Scene("CaseReopened.v1", {"reason": "stands still again"}, RESOLVED),
    "RateSatisfaction": Scene("SatisfactionRated.v1", {"score": 5, "verbatim": "快"}, RESOLVED),
    "RevisitCase": Scene("CaseRevisited.v1", {"channel": "sms", "outcome": "runs well"}),
    "CloseCase": Scene("CaseClosed.v1", {"reason": "confirmed"}, CONFIRMED),
    "AddNote": Scene("NoteAdded.v1", {"text": "asks for a spare part list"}),
    "RecordSourceUpdate": Scene(
        "SourceUpdateRecorded.v1", {"source": "servicenow", "reference": "INC1", "update": "1"}
    ),
}


def name_of(route: CommandRoute) -> str:
    return route.command.__name__


def route_of(command: type[AnyCommand]) -> CommandRoute:
    return next(route for route in COMMAND_ROUTES if route.command is command)
