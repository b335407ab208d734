"""How each rule is broken: from the example of a command to one that this rule refuses."""

from dataclasses import replace
from datetime import timedelta

from service.domain.aggregates.aggregate import DECISIONS
from service.domain.command import Command
from service.domain.decision import refusals_of
from service.domain.refusal import OnRecordOtherwiseError, Refusal
from tests.domain.example import AT, Breaks, Example, Rule
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.themes_by_example import gathered_pairs
from tests.specification import given

Shown = tuple[type[Command], Rule, type[Refusal]]


def again_half_an_hour_later(way: Example) -> Example:
    """Tell what happens once again, of another time."""
    happened_at = AT - timedelta(minutes=30)
    events = tuple(event.model_copy(update={"occurred_at": happened_at}) for event in way.events)
    again = way.command.model_copy(update={"occurred_at": AT})
    return replace(way, command=again, history=(*way.history, *events))


BREAKS: Breaks = {
    **dict(gathered_pairs("BREAKS")),
    **{
        (rule, OnRecordOtherwiseError): again_half_an_hour_later
        for decision in DECISIONS.values()
        for rule in decision.rules
        if OnRecordOtherwiseError in refusals_of(rule)
    },
}
LISTED: tuple[Shown, ...] = tuple(
    (command, rule, refusal)
    for command, decision in DECISIONS.items()
    for rule in decision.rules
    for refusal in refusals_of(rule)
)


def provoke(command: type[Command], rule: Rule, refusal: type[Refusal]) -> Refusal:
    """Have the refusal of this rule raised by this command and return it."""
    assert (rule, refusal) in BREAKS, f"show in BREAKS how {rule.__name__} refuses with {refusal.__name__}"
    way = BREAKS[rule, refusal](GOOD_WAYS[command])
    sent = given(*way.history).when(
        way.command,
        at=AT,
        account=way.account,
        rulebook=way.rulebook,
        looked_up=way.looked_up,
        teller=way.teller,
    )
    return sent.then_refused(refusal)
