"""What `casebook import` is told of the promises that were made before the import."""

from enum import StrEnum
from typing import Annotated

import typer

from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail
from service.importers.promised import NOTHING_PROMISED, Promised
from service.language import Language, text


class PromisesMade(StrEnum):
    """Who made the promises of the time before the import."""

    NONE = "none"
    POLICY = "policy"


PromisesOption = Annotated[
    PromisesMade,
    typer.Option(
        help="What the history promises: none, or what a policy promises. From the import on, the policy in "
        "force promises. The source's own limits and verdicts are kept in any case."
    ),
]
PolicyOption = Annotated[
    str | None, typer.Option(help="With `--promises policy`: the policy, such as `default`.")
]
PromisesFrom = Annotated[
    str | None,
    typer.Option(
        help="With `--promises policy`: only for cases received from this day or time on.", metavar="DATE"
    ),
]


def promised(made: PromisesMade, policy: str | None, from_at: str | None, language: Language) -> Promised:
    """Return what the options say was promised; options that contradict each other end the command."""
    if made is PromisesMade.POLICY:
        if policy is None:
            fail(text("cli.import.policy_unnamed", language))
        return Promised(policy_id=policy, from_at=instant("--promises-from", from_at))
    if policy is not None or from_at is not None:
        fail(text("cli.import.promises_unwanted", language))
    return NOTHING_PROMISED
