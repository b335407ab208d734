"""What an occasion does to the promises of a case or account, judged by business time."""

from datetime import datetime

from service.domain.clocks.clock import ClockBook
from service.domain.clocks.cycles import last_cycle, place_since
from service.domain.clocks.events import AnyClockEvent
from service.domain.clocks.letting_go import needs_clocks_since, needs_facts_since, needs_waits_since
from service.domain.clocks.memory import cycle_begins, place_of_last, remember
from service.domain.clocks.milestones import (
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.offers import best_offer
from service.domain.clocks.openings import Opening
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.reaction.expected import is_told_again
from service.domain.clocks.reaction.line import Line, Span
from service.domain.clocks.reaction.notes import Notes, rule_of, stop_of
from service.domain.clocks.reaction.promised import promises_in
from service.domain.clocks.reaction.reclassified import begin_cadences, lines_of, reclassify_open
from service.domain.clocks.reaction.renegotiated import REASONS, renegotiate
from service.domain.clocks.reaction.walk import Walk
from service.domain.clocks.rule_index import Applicable, indexed, meets, subject_of, suits, voids
from service.domain.clocks.situation import Promises, Situation
from service.domain.clocks.starting import started

_MERGING = frozenset({Milestone.MERGED, Milestone.UNMERGED})


def react(
    book: ClockBook, occasion: ClockTrigger, situation: Situation, promises: Promises
) -> tuple[AnyClockEvent, ...]:
    """Return the clock facts that follow from an occasion, in the order in which they are to be recorded."""
    return reaction(book, occasion, situation, promises)[0]


def reaction(
    book: ClockBook, occasion: ClockTrigger, situation: Situation, promises: Promises
) -> tuple[tuple[AnyClockEvent, ...], ClockBook]:
    """Return the clock facts that follow from an occasion, and the book after it and after them.

    The book is the one from before the occasion: it must not have been remembered yet. Occasions may come in
    any order; those of one instant happened in the order in which they are told. Clocks that were due before
    the occasion are noted as broken first, at their due instant. Raises HistoryNeededError where the book has
    let go of what the answer depends on; one with `keeps=None` never does.
    """
    promises = promises_in(situation, promises)
    if isinstance(occasion, MilestoneReached) and is_told_again(book, occasion, situation, promises):
        return (), book
    remembered = remember(book, occasion)
    _needs_what_followed(remembered, occasion)
    if isinstance(occasion, MilestoneReached) and not _matters(book, occasion, situation, promises):
        return (), remembered
    if remembered is book and not isinstance(occasion, SituationChanged):
        return (), book
    notes = Notes(remembered, promises)
    if isinstance(occasion, MilestoneReached) and _is_first(remembered):
        _begin(notes, occasion, situation)
        return tuple(notes.events), notes.book
    notes.pass_time(occasion.at)
    match occasion:
        case MilestoneReached():
            _happened(notes, occasion, situation)
        case WaitingChanged():
            _settle_since(notes, occasion.at)
        case SituationChanged():
            _reclassified(notes, situation, occasion.at)
    return tuple(notes.events), notes.book


def _needs_what_followed(book: ClockBook, occasion: ClockTrigger) -> None:
    """Raise HistoryNeededError where what happened since the occasion is not remembered as a whole."""
    needs_clocks_since(book, occasion.at)
    if isinstance(occasion, MilestoneReached):
        needs_facts_since(book, occasion.at)
    if isinstance(occasion, WaitingChanged) or (
        isinstance(occasion, MilestoneReached) and occasion.milestone in _MERGING
    ):
        needs_waits_since(book, occasion.at)


def _reclassified(notes: Notes, situation: Situation, at: datetime) -> None:
    since = reclassify_open(notes, situation, at)
    lines = dict.fromkeys([*lines_of(notes, situation), *since])
    for line in lines:
        begins, facts = cycle_begins(notes.book), notes.book.facts
        first_at = min(facts[begins].at, since.get(line, facts[begins].at)) if facts else at
        needs_facts_since(notes.book, first_at)
        _walk(notes, situation, line, place_since(notes.book, first_at), at, new_from=begins)
    if situation.stream == "account":
        begin_cadences(notes, situation, at)


def _matters(book: ClockBook, happening: MilestoneReached, situation: Situation, promises: Promises) -> bool:
    """Whether any clock may care: asked for each fact, so it must cost little."""
    milestone = happening.milestone
    if milestone in indexed(promises.policy_at(happening.at)).applicable(situation).starting:
        return True
    if book.next_at is not None and book.next_at <= happening.at:
        return True
    if milestone in _MERGING or milestone in REASONS:
        return True
    for clock in book.clocks:
        if clock.ended_at is None or clock.ended_at > happening.at:
            rule = rule_of(clock, promises)
            if milestone in rule.met_by or milestone in rule.voids_on:
                return True
    return False


def _happened(notes: Notes, happening: MilestoneReached, situation: Situation) -> None:
    if happening.milestone in _MERGING:
        _settle_since(notes, happening.at)
    if happening.milestone in REASONS:
        renegotiate(notes, happening, situation)
    place = place_of_last(notes.book, happening.at)
    for line in _lines(notes, happening, situation):
        _walk(notes, situation, line, place, happening.at, new_from=place, is_news=True)


def _is_first(book: ClockBook) -> bool:
    """Whether nothing was before it: then there is nothing to walk through."""
    alone = len(book.facts) == 1 and book.complete_from_at is None
    return alone and not (book.clocks or book.waits or book.merges)


def _begin(notes: Notes, happening: MilestoneReached, situation: Situation) -> None:
    """Start what a first fact starts. A walk would come to the same, at three times the cost."""
    policy = notes.promises.policy_at(happening.at)
    applicable = indexed(policy).applicable(situation)
    rules: dict[Line, list[ClockRule]] = {}
    for rule in applicable.starting.get(happening.milestone, ()):
        if suits(rule, happening):
            rules.setdefault((rule.clock, subject_of(rule, happening)), []).append(rule)
    at, cycle = happening.at, last_cycle(notes.book)
    is_plain = happening.due_at is None and not situation.terms_at(at)
    for (_, subject), alike in rules.items():
        opening = _opening(notes, happening, situation, applicable, alike) if is_plain else None
        if opening is not None:
            notes.begin(opening.made(notes.book, situation, cycle, subject, at))
            continue
        offer = best_offer(alike, policy, situation, notes.promises, start_at=at, fact=happening)
        if offer is not None:
            notes.begin(started(notes.book, offer, situation, cycle, subject=subject, occurred_at=at))


def _opening(
    notes: Notes,
    happening: MilestoneReached,
    situation: Situation,
    applicable: Applicable,
    rules: list[ClockRule],
) -> Opening | None:
    """Return what is due first of that which was made ready; None where a rule has no target in seconds."""
    at, best = happening.at, None
    for rule in rules:
        if rule.target_seconds is None:
            return None
        opening = applicable.openings.get(rule.rule)
        if opening is None or opening.calendar is not notes.promises.calendar(opening.calendar_id):
            opening = applicable.openings[rule.rule] = _made_ready(notes, happening, situation, rule)
        if best is None or opening.due_at(at) < best.due_at(at):
            best = opening
    return best


def _made_ready(notes: Notes, happening: MilestoneReached, situation: Situation, rule: ClockRule) -> Opening:
    at, policy = happening.at, notes.promises.policy_at(happening.at)
    offer = best_offer([rule], policy, situation, notes.promises, start_at=at, fact=happening)
    if offer is None:
        raise LookupError(f"the rule {rule.rule} has a target and promises nothing")
    pattern = started(notes.book, offer, situation, cycle=1, subject=None, occurred_at=at)
    return Opening(pattern, rule, offer.limit.calendar)


def _lines(notes: Notes, happening: MilestoneReached, situation: Situation) -> list[Line]:
    """Return the lines of clocks that a milestone can start, meet or end."""
    lines: dict[Line, None] = {}
    for clock in notes.book.clocks:
        if (clock.ended_at is None or clock.ended_at > happening.at) and not clock.is_void:
            rule = rule_of(clock, notes.promises)
            if meets(rule, clock.subject, happening) or voids(rule, clock.subject, happening):
                lines[clock.clock, clock.subject] = None
    applicable = indexed(notes.promises.policy_at(happening.at)).applicable(situation)
    for rule in applicable.starting.get(happening.milestone, ()):
        if suits(rule, happening):
            lines[rule.clock, subject_of(rule, happening)] = None
    return list(lines)


def _walk(
    notes: Notes,
    situation: Situation,
    line: Line,
    place: int,
    at: datetime,
    *,
    new_from: int,
    is_news: bool = False,
) -> None:
    if place >= len(notes.book.facts):
        return
    spans, unwanted = Walk(notes, situation, line, place, new_from, is_news=is_news).go()
    for clock in unwanted:
        notes.cancel(clock, "superseded", clock.counts_from_at)
    for span in spans:
        _bring_about(notes, situation, line[1], span, at)


def _bring_about(notes: Notes, situation: Situation, subject: str | None, span: Span, at: datetime) -> None:
    clock = span.clock
    if span.superseded_at is not None:
        if clock is not None:
            notes.cancel(clock, "superseded", span.superseded_at)
        return
    if clock is None:
        if span.offer is None:
            return
        needs_waits_since(notes.book, span.start_at)
        occurred_at = max(at, span.start_at)
        made = started(
            notes.book, span.offer, situation, span.cycle, subject=subject, occurred_at=occurred_at
        )
        clock = notes.note(made)
    notes.settle(clock, span.stop, at)


def _settle_since(notes: Notes, at: datetime) -> None:
    """Settle anew what was not over at an instant: its pauses may be others now."""
    for clock in notes.book.clocks:
        if not clock.is_void and (clock.ended_at is None or clock.ended_at >= at):
            notes.settle(clock, stop_of(clock), at)
