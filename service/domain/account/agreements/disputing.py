"""Why what is told of a dispute may be refused (REQUIREMENTS 48)."""

from typing import Protocol
from uuid import UUID

from service.domain.refusal import Refusal


class NamesDispute(Protocol):
    """A command about a dispute on the record."""

    @property
    def dispute_id(self) -> UUID: ...


class DisputeUnknownError(Refusal, field="dispute_id"):
    """The account has no dispute with this id."""


class DisputeOverError(Refusal, field="dispute_id"):
    """The dispute was settled or has ended."""


class PositionWithoutSpeakerError(Refusal, field="contact_id"):
    """A position of the customer names the contact who stated it; ours is stated by one of us."""


class MediatorIsPartyError(Refusal, field="mediator"):
    """Who mediates is no party: neither accountable for the account nor speaker for our side."""


class NotTheMediatorError(Refusal):
    """Mediation is told, and a mediated dispute settled, by the mediator."""


class PositionsMissingError(Refusal, field="dispute_id"):
    """A dispute is settled once the positions of both parties are on record."""


class SettlementVersionUnknownError(Refusal, field="agreement_version"):
    """What was agreed stands in a version of the agreement that is on record."""
