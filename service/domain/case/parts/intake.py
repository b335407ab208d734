"""What is remembered of how a case came in. No personal field is."""

from dataclasses import dataclass

from service.domain.vocabulary import Channel, Phase


@dataclass(frozen=True, kw_only=True)
class Intake:
    """How a case came in; nothing before it did."""

    channel: Channel | None = None
    phase: Phase | None = None


NO_INTAKE = Intake()
