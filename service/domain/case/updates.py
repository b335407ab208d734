"""What an update tells a customer: something new, and when it will be done (rows 66, 86, 159)."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from service.domain.case.context import DecisionContext
from service.domain.case.standards import Expecting, NeedsNotMetError, missing, refuse_missing, standard
from service.domain.case.state import Case
from service.domain.decision import refuses_with
from service.domain.text import signs_of
from service.domain.vocabulary import Need

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
