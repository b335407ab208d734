"""Facts of a complaint: the steps from the customer's feelings to the root of the matter."""

from typing import Literal

from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel


class EmotionSoothed(Event):
    """The customer's feelings were met before anything else (首先安抚情绪, REQUIREMENTS 10, 67)."""

    type: Literal["EmotionSoothed.v1"] = "EmotionSoothed.v1"
    channel: Channel | None = None
    """The way by which we spoke."""
    words: FreeText | None = None
    """What was said."""


class SceneReconstructed(Event):
    """It was found out what happened, when, and who was concerned (还原场景, REQUIREMENTS 67)."""

    type: Literal["SceneReconstructed.v1"] = "SceneReconstructed.v1"
    what_happened: FreeText
    """The course of events."""
    took_place_at: RecordedInstant | None = None
    """When it happened to the customer."""
    who_was_concerned: FreeText | None = None
    """Who took part or suffered."""


class LiabilityDetermined(Event):
    """It was settled who answers for what happened (界定责任, REQUIREMENTS 31, 67)."""

    type: Literal["LiabilityDetermined.v1"] = "LiabilityDetermined.v1"
    liable: Liable
    """Whom it falls on."""
    department: str | None = None
    """The department of ours, where it falls on us."""
    grounds: FreeText
    """Why."""


class CauseIdentified(Event):
    """The cause tree was filled down to its root (REQUIREMENTS 11, 69, 123, 136). The last one holds."""

    type: Literal["CauseIdentified.v1"] = "CauseIdentified.v1"
    cause_class: CauseClass
    """Product, process, communication or service."""
    root_code: str
    """The root as a code, by which like cases are found."""
    process_step: str | None = None
    """The step of our work at which it came about."""
    whys: tuple[FreeText, ...]
    """Why, and why that, and so on; the last is the root."""
    depth: int
    """How many whys were asked."""


class ImpactRecorded(Event):
    """It was seen how far the harm of the matter has come (REQUIREMENTS 45)."""

    type: Literal["ImpactRecorded.v1"] = "ImpactRecorded.v1"
    extent: ImpactExtent
    """Contained, spreading or public."""
    observed: FreeText
    """Where it was seen."""
    countermeasure: FreeText | None = None
    """What is done to keep it from growing."""


ComplainingEvent = (
    EmotionSoothed | SceneReconstructed | LiabilityDetermined | CauseIdentified | ImpactRecorded
)
