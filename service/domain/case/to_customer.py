"""What is told to a customer reaches them; what they agreed to has evidence (REQUIREMENTS 2, 153, 155)."""

from collections.abc import Mapping

from service.domain.case.context import DecisionContext
from service.domain.case.standards import Dated, standard
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import refuses_with
from service.domain.refusal import Refusal
from service.domain.vocabulary import Audience, Channel

REACHES_NO_CUSTOMER = frozenset({Channel.INTERNAL, Channel.MONITORING})
"""Ways by which a case can come in, and no word goes out to a customer."""


class ChannelReachesNobodyError(Refusal, field="channel"):
    """A word to the customer goes by a channel that reaches them (REQUIREMENTS 2, 153)."""


class ConfirmationNeedsEvidenceError(Refusal, field="words"):
    """What the customer agreed to names who said so, by which channel and in what words."""


@refuses_with(ChannelReachesNobodyError)
def channel_must_reach_the_customer(_: Case, command: Command, __: DecisionContext) -> None:
    channel: Channel | None = getattr(command, "channel", None)
    if channel in REACHES_NO_CUSTOMER and not is_for_ourselves(command):
        raise ChannelReachesNobodyError(channel=channel)


def is_for_ourselves(command: Command) -> bool:
    """Return whether colleagues write to each other: by whatever channel, and as short as they like."""
    return getattr(command, "audience", Audience.PUBLIC) is Audience.INTERNAL


def refuse_without_evidence(
    case: Case, command: Dated, context: DecisionContext, evidence: Mapping[str, object]
) -> None:
    """Refuse a word of the customer without all of this, where the guideline `handling` asks for it."""
    if not standard(case, command, context).confirmation_needs_evidence:
        return
    for field, told in evidence.items():
        if told is None:
            raise ConfirmationNeedsEvidenceError(field=field)
