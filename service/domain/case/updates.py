"""What an update tells a customer: something new, and when it will be done (rows 66, 86, 159)."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

from service.domain.case.context import DecisionContext
from service.domain.case.standards import (
    Dated,
    Expecting,
    NeedsNotMetError,
    missing,
    refuse_missing,
    standard,
)
from service.domain.case.state import Case
from service.domain.decision import refuses_with
from service.domain.text import signs_of
from service.domain.vocabulary import Audience, AuthorKind, Need

_DIGEST_DIGITS = 16


class Telling(Expecting, Protocol):
    """A command that tells the customer how it stands."""

    @property
    def problem(self) -> str: ...

    @property
    def solution(self) -> str: ...

    @property
    def waiting_on_customer_for(self) -> str | None: ...


def words_digest(command: Telling, context: DecisionContext) -> str:
    """Return what tells the same update from another without being its words."""
    words = (command.problem, command.solution, command.waiting_on_customer_for or "")
    said = ":".join((*(signs_of(each) for each in words), str(command.eta_at)))
    return _digest(said, context)


def _digest(said: str, context: DecisionContext) -> str:
    return sha256(f"{context.stream_id}:{said}".encode()).hexdigest()[:_DIGEST_DIGITS]


def _told_with(case: Case, command: Telling, context: DecisionContext) -> frozenset[Need]:
    """Return the needs that an update itself meets."""
    until = _latest(case, command, context)
    promised = [each.due_at for each in case.commitments if each.kept_at is None and not each.is_broken]
    named = promised if command.eta_at is None else [*promised, command.eta_at]
    says_when = command.waiting_on_customer_for is not None or any(at <= until for at in named)
    is_news = words_digest(command, context) not in case.told_updates
    told = {Need.ETA: says_when, Need.NEWS: is_news}
    return frozenset(need for need, is_told in told.items() if is_told)


def _latest(case: Case, command: Telling, context: DecisionContext) -> datetime:
    """Return the latest instant that is a time to expect something at: in ten years it is none."""
    ahead = timedelta(seconds=standard(case, command, context).eta_within_seconds)
    return command.happened_at(context.now) + ahead


def lacking(case: Case, command: Telling, context: DecisionContext) -> tuple[Need, ...] | None:
    """Return what an update lacks by the guideline `handling`, which warns of it; None if nothing."""
    rules = standard(case, command, context).with_progress
    return missing(case, rules, "warn", _told_with(case, command, context)) or None


@refuses_with(NeedsNotMetError)
def progress_needs_be_met(case: Case, command: Telling, context: DecisionContext) -> None:
    rules = standard(case, command, context).with_progress
    refuse_missing(case, rules, _told_with(case, command, context))


class Replying(Dated, Protocol):
    """A command that records a reply."""

    @property
    def text(self) -> str: ...

    @property
    def audience(self) -> Audience: ...

    @property
    def author_kind(self) -> AuthorKind | None: ...

    @property
    def substantive(self) -> bool: ...


def noted_of_reply(case: Case, command: Replying, context: DecisionContext) -> dict[str, Any]:
    """Return what is written down of the words of a reply, and what it lacks by the guideline `handling`."""
    rules = standard(case, command, context).with_reply
    lacks = missing(case, rules, "warn", _told_with_reply(case, command, context)) or None
    return {"missing": lacks, "words_digest": _reply_digest(case, command, context)}


def _reply_digest(case: Case, command: Replying, context: DecisionContext) -> str | None:
    """Return what tells a reply from another; None for what is too short, or is no answer to the customer."""
    said = signs_of(command.text)
    is_of_person = command.author_kind in {None, AuthorKind.HUMAN}
    is_answer = is_of_person and command.audience is Audience.PUBLIC and command.substantive
    if not is_answer or len(said) < standard(case, command, context).shortest_news:
        return None
    return _digest(said, context)


def _told_with_reply(case: Case, command: Replying, context: DecisionContext) -> frozenset[Need]:
    is_news = _reply_digest(case, command, context) not in case.told_replies
    return frozenset({Need.NEWS}) if is_news else frozenset()


@refuses_with(NeedsNotMetError)
def reply_needs_be_met(case: Case, command: Replying, context: DecisionContext) -> None:
    rules = standard(case, command, context).with_reply
    refuse_missing(case, rules, _told_with_reply(case, command, context))
