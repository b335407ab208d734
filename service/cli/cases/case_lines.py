"""How a case stands, in lines for the terminal: simple words first, then its parts, a line each. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from service.api.clocks.documents import ClockView
from service.domain.case.record.collaborations import Collaboration
from service.domain.case.record.commitments import Commitment
from service.domain.case.record.dispatches import Dispatch
from service.domain.case.record.questions import Question
from service.domain.case.record.remedies import Remedy
from service.domain.case.record.reviews import Improvement
from service.domain.case.record.revisits import PlannedRevisit
from service.domain.case.record.surveys import Survey
from service.domain.case.state import Case
from service.language import Language, text
from service.language.money import amount
from service.reports.story.code_titles import CodeTitles
from service.reports.story.document import ZONE
from service.reports.story.sentence import BETWEEN, said

Standing = tuple[str, datetime | None]
"""How a part stands, as a key of the catalogue, and since when."""


class Part(NamedTuple):
    """A part of a case: what it is, the values that tell which one, by their names, and how it stands."""

    heading: str
    values: dict[str, object]
    standing: Standing | None = None
    due_at: datetime | None = None


def case_lines(
    case: Case, clocks: Iterable[ClockView], language: Language, titles: CodeTitles
) -> Iterator[str]:
    """Yield `name: value` for all that is known of a case, with instants in the zone of stories."""
    values = {"status": text(f"cli.standing.{case.status}", language), **_simple(case)}
    for name, value in values.items():
        if words := said(name, value, language, ZONE, titles):
            yield f"{text(f'cli.case.{name}', language)}: {words}"
    for clock in clocks:
        if clock.verdict != "cancelled":
            yield _promise(clock, language)
    for part in _parts(case):
        yield _line(part, language, titles)


def _simple(case: Case) -> dict[str, object]:
    """Return what one word or one instant tells, by its name; None for what is not worth a line."""
    return {
        "account_id": case.account_id,
        "segment": case.segment,
        "kind": case.kind,
        "channel": case.channel,
        "phase": case.phase,
        "received_at": case.received_at,
        **vars(case.classification),
        "owner": case.owner,
        "team": case.team,
        "handling_mode": case.handling_mode,
        "acknowledged_at": case.acknowledged_at,
        "first_response_at": case.first_response_at,
        "waiting_on": case.waiting_on,
        "escalation_risk": case.escalation_risk,
        "task_force": tuple(sorted(case.task_force)),
        "green_channel_opened_at": case.green_channel_opened_at,
        "cycle": case.cycle if case.cycle > 1 else None,
        "resolved_at": case.resolved_at,
        "is_confirmed": case.is_confirmed if case.resolved_at else None,
        "merged_into": case.merged_into,
        "split_from": case.split_from,
        "reviews": len(case.reviews) or None,
        "attachments": len(case.attachments) or None,
    }


def _promise(clock: ClockView, language: Language) -> str:
    title = getattr(clock.title, language)
    due = text("cli.case.due", language, at=said("due_at", clock.due_at, language, ZONE))
    standing = text(f"clock.verdict.{clock.verdict}", language)
    return f"{text('cli.case.promise', language)}: {BETWEEN[language].join((title, due, standing))}"


def _parts(case: Case) -> Iterator[Part]:
    """Yield what a case has several of, each kind in the order of the record."""
    for kind, level, whom in sorted(case.escalations, key=lambda rung: (rung[0], rung[1], rung[2] or "")):
        yield Part("escalation", {"kind": kind, "level": level, "escalated_to": whom})
    yield from map(_commitment, case.commitments)
    yield from map(_collaboration, case.collaborations)
    yield from map(_question, case.questions)
    yield from map(_dispatch, case.dispatches)
    yield from map(_remedy, case.remedies)
    yield from map(_revisit, case.planned_revisits)
    yield from map(_survey, case.surveys)
    for _, scale, score, at, _ in sorted(case.ratings, key=lambda rating: (rating[3], rating[1])):
        yield Part("rating", {"scale": scale, "score": score, "at": at})
    yield from map(_improvement, case.improvements)
    for relation, case_id in sorted(case.links, key=str):
        yield Part("link", {"relation": relation, "case_id": case_id})
    for case_id in sorted(case.split_into):
        yield Part("split_into", {"case_id": case_id})


def _first(*standings: tuple[str, object]) -> Standing:
    """Return the first that holds, `open` where none does."""
    held = ((key, since) for key, since in standings if since)
    key, since = next(held, ("open", None))
    return key, since if isinstance(since, datetime) else None


def _commitment(one: Commitment) -> Part:
    return Part("commitment", {}, _first(("kept", one.kept_at), ("broken", one.is_broken)), one.due_at)


def _collaboration(one: Collaboration) -> Part:
    standing = _first(
        ("completed", one.completed_at), ("declined", one.is_declined), ("accepted", one.accepted_at)
    )
    return Part("collaboration", {"department": one.department, "step": one.step}, standing, one.due_at)


def _question(one: Question) -> Part:
    return Part("question", {"asked_of": one.asked_of}, _first(("answered", one.answered_at)), one.due_at)


def _dispatch(one: Dispatch) -> Part:
    values = {"engineer": one.engineer, "work": one.work, "planned_at": one.planned_at}
    return Part("dispatch", values, _first(("completed", one.ended_at)))


def _remedy(one: Remedy) -> Part:
    paid = {"amount": amount(one.amount_minor, one.currency), "currency": one.currency}
    standing = _first(
        ("granted", one.granted_at), ("rejected", one.is_rejected), ("approved", one.approved_by is not None)
    )
    return Part("remedy", {"remedy_type": one.remedy_type, **(paid if one.amount_minor else {})}, standing)


def _revisit(one: PlannedRevisit) -> Part:
    standing = _first(("held", one.held_at), ("cancelled", one.is_cancelled))
    return Part("revisit", {"channel": one.channel}, standing, one.due_at)


def _survey(one: Survey) -> Part:
    standing = _first(("answered", one.answered_at), ("declined", one.declined_at))
    return Part("survey", {"channel": one.channel, "sent_at": one.sent_at}, standing)


def _improvement(one: Improvement) -> Part:
    return Part("improvement", {"owner": one.owner}, _first(("completed", one.completed_at)), one.due_at)


def _line(part: Part, language: Language, titles: CodeTitles) -> str:
    words: Sequence[str] = [
        *(said(name, value, language, ZONE, titles) for name, value in part.values.items()),
        text("cli.case.due", language, at=said("", part.due_at, language, ZONE)) if part.due_at else "",
        _standing(part.standing, language) if part.standing else "",
    ]
    return f"{text(f'cli.case.{part.heading}', language)}: {BETWEEN[language].join(filter(None, words))}"


def _standing(standing: Standing, language: Language) -> str:
    key, since = standing
    return f"{text(f'cli.standing.{key}', language)} {said('', since, language, ZONE)}".strip()
