"""What is told to a customer reaches them and means something (REQUIREMENTS 2, 150, 153, 155, 156)."""

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
WORDS = ("text", "problem", "solution", "real", "what", "outcome")
"""Fields under which stands what the customer is told, what was understood of them, or what was done."""
LEAST_SIGNS = 2
"""So many different letters, characters or digits have a meaning at least: 好的, OK, 48."""


class ChannelReachesNobodyError(Refusal, field="channel"):
    """A word to the customer goes by a channel that reaches them (REQUIREMENTS 2, 153)."""


class WordsWithoutMeaningError(Refusal, field="text"):
    """What is told to the customer, or was understood of them, means something (REQUIREMENTS 2, 150, 156)."""


class ConfirmationNeedsEvidenceError(Refusal, field="words"):
    """What the customer agreed to names who said so, by which channel and in what words."""


@refuses_with(ChannelReachesNobodyError)
def channel_must_reach_the_customer(_: Case, command: Command, __: DecisionContext) -> None:
    channel: Channel | None = getattr(command, "channel", None)
    if channel in REACHES_NO_CUSTOMER and not _is_for_ourselves(command):
        raise ChannelReachesNobodyError(channel=channel)


@refuses_with(WordsWithoutMeaningError)
def words_must_mean_something(_: Case, command: Command, __: DecisionContext) -> None:
    if _is_for_ourselves(command):
        return
    for field in (name for name in WORDS if name in type(command).model_fields):
        words = getattr(command, field)
        if words is not None and not means_something(words):
            raise WordsWithoutMeaningError(field=field)


def means_something(words: str) -> bool:
    """Return whether words hold at least two different letters, characters or digits."""
    return len({sign for sign in words.casefold() if sign.isalnum()}) >= LEAST_SIGNS


def _is_for_ourselves(command: Command) -> bool:
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


TELLS_CUSTOMER = (channel_must_reach_the_customer, words_must_mean_something)
"""What every command obeys that tells the customer something."""
