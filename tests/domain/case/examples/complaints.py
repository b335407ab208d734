"""The steps of a complaint, by example."""

from typing import Any

from service.domain.case.decisions.collaborations import DepartmentNotListedError
from service.domain.case.decisions.complaints import (
    CauseNotDeepEnoughError,
    DetermineLiability,
    IdentifyCause,
    ProcessStepUnknownError,
    ReassureCustomer,
    ReconstructIncident,
    RecordImpact,
    RootCauseUnknownError,
    RootOfAnotherClassError,
    cause_must_be_deep_enough,
    cause_must_be_listed,
    departments_must_be_listed,
)
from service.domain.case.record.complaints import (
    CauseIdentified,
    CustomerReassured,
    ImpactRecorded,
    IncidentReconstructed,
    LiabilityDetermined,
)
from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.vocabulary import Channel
from tests.domain.example import Breaks, Events, Example, Ways, by_default_rules
from tests.domain.facts import ELEVEN, NINE, TEN, received_complaint
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

_COMPLAINT = (received_complaint(),)
_SCENE: dict[str, Any] = {
    "what_happened": "The part came three days late and the line stood",
    "took_place_at": NINE,
    "who_was_concerned": "The night shift",
}
_LIABILITY: dict[str, Any] = {
    "liable": Liable.US,
    "department": "logistics",
    "grounds": "The lorry was booked a day late",
}
CAUSE: dict[str, Any] = {
    "cause_class": CauseClass.PROCESS,
    "root_code": "late_delivery",
    "process_step": "delivery",
    "whys": ("The part came late", "The lorry was booked late", "Nobody books on Fridays"),
}
_IMPACT: dict[str, Any] = {
    "extent": ImpactExtent.SPREADING,
    "observed": "A customer asks about it in the users' group",
    "countermeasure": "The manager answers there today",
}


def cause_identified(**fields: Any) -> CauseIdentified:
    """Return what follows from the good way of IdentifyCause, but for the fields given."""
    return CauseIdentified(**{"occurred_at": TEN, **CAUSE, "depth": 3, **fields})


WAYS: Ways = (
    Example(
        ReassureCustomer(channel=Channel.PHONE, words="We are sorry that your line stood"),
        _COMPLAINT,
        (
            CustomerReassured(
                occurred_at=ELEVEN, channel=Channel.PHONE, words="We are sorry that your line stood"
            ),
        ),
    ),
    Example(
        ReconstructIncident(**_SCENE),
        _COMPLAINT,
        (IncidentReconstructed(occurred_at=ELEVEN, **_SCENE),),
    ),
    Example(
        DetermineLiability(**_LIABILITY),
        _COMPLAINT,
        (LiabilityDetermined(occurred_at=ELEVEN, **_LIABILITY),),
    ),
    Example(IdentifyCause(**CAUSE), _COMPLAINT, (cause_identified(occurred_at=ELEVEN),)),
    Example(RecordImpact(**_IMPACT), _COMPLAINT, (ImpactRecorded(occurred_at=ELEVEN, **_IMPACT),)),
)
BREAKS: Breaks = {
    (cause_must_be_listed, ProcessStepUnknownError): by_default_rules(process_step="moon"),
    (cause_must_be_listed, RootCauseUnknownError): by_default_rules(root_code="moon"),
    (cause_must_be_listed, RootOfAnotherClassError): by_default_rules(cause_class=CauseClass.PRODUCT),
    (cause_must_be_deep_enough, CauseNotDeepEnoughError): by_default_rules(
        whys=("It came late", "So it did")
    ),
    (departments_must_be_listed, DepartmentNotListedError): by_default_rules(department="moon"),
}
TRIGGERS: Triggers = (
    *untimed(
        WAYS, CustomerReassured, IncidentReconstructed, LiabilityDetermined, CauseIdentified, ImpactRecorded
    ),
)
WITHOUT_FIGURES: Events = (
    CustomerReassured,
    IncidentReconstructed,
    LiabilityDetermined,
    ImpactRecorded,
)
SCENES: Scenes = {
    ReassureCustomer: Scene("CustomerReassured.v1", {"channel": "phone", "words": "we are sorry"}),
    ReconstructIncident: Scene("IncidentReconstructed.v1", {"what_happened": "the lorry came late"}),
    DetermineLiability: Scene(
        "LiabilityDetermined.v1", {"liable": "us", "department": "logistics", "grounds": "booked late"}
    ),
    IdentifyCause: Scene(
        "CauseIdentified.v1",
        {
            "cause_class": "process",
            "root_code": "late_delivery",
            "process_step": "delivery",
            "whys": ["it came late", "booked late", "nobody books on Fridays"],
        },
    ),
    RecordImpact: Scene("ImpactRecorded.v1", {"extent": "public", "observed": "in a newspaper"}),
}
