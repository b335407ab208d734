"""Wishes about a complaint: the steps from the customer's feelings to the root of the matter."""

from pydantic import Field

from service.domain.command import Command
from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import Channel

MOST_WHYS = 12


class SootheCustomer(Command):
    """Record that the customer's feelings were met before anything else."""

    channel: Channel | None = None
    """The way by which we spoke."""
    words: FreeText | None = None
    """What was said."""


class ReconstructScene(Command):
    """Record what happened, when, and who was concerned."""

    what_happened: FreeText
    """The course of events."""
    took_place_at: Instant | None = None
    """When it happened to the customer."""
    who_was_concerned: FreeText | None = None
    """Who took part or suffered."""


class DetermineLiability(Command):
    """Say who answers for what happened."""

    liable: Liable
    """Whom it falls on."""
    department: Code | None = None
    """The department of ours, where it falls on us."""
    grounds: FreeText
    """Why."""


class IdentifyCause(Command):
    """Fill the cause tree, from the first why to the root. A later one replaces it; both stay on record."""

    cause_class: CauseClass
    """Product, process, communication or service."""
    root_code: Code
    """The root as a code, by which like cases are found."""
    process_step: Code | None = None
    """The step of our work at which it came about."""
    whys: tuple[FreeText, ...] = Field(min_length=1, max_length=MOST_WHYS)
    """Why, and why that, and so on; the last is the root."""


class RecordImpact(Command):
    """Say how far the harm of the matter has come."""

    extent: ImpactExtent
    """Contained, spreading or public."""
    observed: FreeText
    """Where it was seen."""
    countermeasure: FreeText | None = None
    """What is done to keep it from growing."""


ComplainingCommand = SootheCustomer | ReconstructScene | DetermineLiability | IdentifyCause | RecordImpact
