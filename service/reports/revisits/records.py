"""回访记录表: who visited which customer, when and how, what was asked and said, and who was told of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import model_validator
from sqlalchemy import Connection, Row, text

from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.case.record.revisits import CaseRevisited, RoutedFeedback
from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.rulebook.state import Rulebook
from service.domain.text import Code
from service.domain.vocabulary import Channel, VisitKind
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.eventstore.statements import envelope
from service.reports.period import must_run_forward
from service.reports.revisits.questions import template_of_version


class RevisitRecordQuery(Described, extra="forbid"):
    """Which revisits to show. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only visits to this account, and revisits for its cases."""
    case_id: UUID | None = None
    """Only rows of this case."""
    department: Code | None = None
    """Only revisits whose feedback the head of this department received."""
    template: Code | None = None
    """Only revisits of this template, such as those of one campaign."""
    from_at: Instant | None = None
    """Only revisits held at this time or later."""
    to_at: Instant | None = None
    """Only revisits held before this time."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


class AnswerGiven(Described):
    """A question with the answer of the customer."""

    question: str
    """Name of the question."""
    title: Title | None
    """Question in words, from the guideline of that time."""
    answer: str
    """Answer of the customer."""


class RevisitRecord(Described):
    """A revisit about a case or a visit to an account, or an unsuccessful attempt."""

    event_id: UUID
    """Id of the event."""
    position: int
    """Position in the order of all events."""
    case_id: UUID | None
    """Id of the case; null for a visit to the account itself."""
    kind: str | None
    """Kind of visit to the account, `first_contact` among them; null for a revisit about a case."""
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str | None
    occurred_at: datetime
    """Time of the revisit (UTC)."""
    recorded_by: str
    """Name of the API key, or of the process, that recorded it."""
    owner: str | None
    """Staff id of the present owner of the case; null if there is none."""
    channel: Channel
    reached: bool
    """Whether the customer was reached."""
    contact_id: UUID | None
    """Id of the contact who was asked; null if not recorded."""
    revisit_id: UUID | None
    """Id of the planned revisit or visit; null if it was not planned."""
    template: str | None
    """Revisit template of the guideline; null if there is none."""
    title: Title | None
    """Occasion of the revisit in words; null if there is no template."""
    duration_seconds: int | None
    """Duration in seconds; null if not recorded."""
    is_too_long: bool | None
    """Whether it exceeded the duration in the guideline; null if not known."""
    answers: list[AnswerGiven]
    """Questions with the answers of the customer."""
    usage: str | None
    """How the customer uses the delivered goods, in free text; null if not recorded."""
    satisfaction: str | None
    """Satisfaction of the customer, in free text; null if not recorded."""
    suggestions: str | None
    """Suggestions and criticism of the customer, or obstacles they meet, in free text; null if not
    recorded."""
    new_needs: str | None
    """New needs of the customer, in free text; null if not recorded."""
    experience: str | None
    """Experience of the customer with our products and services, in free text; null if not recorded."""
    outcome: str | None
    """Outcome in free text; null if not recorded."""
    routed_to: list[RoutedFeedback]
    """Departments and heads that received the feedback."""


_OF_EVENT = (
    "position, stream_id, version, type, data, event_id, command_id, command_seq, command_digest, "
    "actor, correlation_id, causation_id, recorded_at"
)
_COLUMNS = ", ".join(f"event.{name}" for name in _OF_EVENT.split(", "))
_RECORDS = text(f"""
with held as (
  select source_position, case_id, null::uuid as account_id, revisited_at as held_at, template, departments
  from proj.revisits
  union all
  select source_position, null, account_id, held_at, null, null from proj.visits
  where kind = any(:visit_kinds)
)
select {_COLUMNS}, held.case_id, found.reference, account.account_id, account.code as account_code,
  coalesce(found.owner, account.owner) as owner
from held
left join proj.cases as found on found.case_id = held.case_id
join proj.accounts as account on account.account_id = coalesce(found.account_id, held.account_id)
join es.events as event on event.position = held.source_position
where held.source_position > :after
  and (cast(:account_id as uuid) is null or account.account_id = :account_id)
  and (cast(:case_id as uuid) is null or held.case_id = :case_id)
  and (cast(:from_at as timestamptz) is null or held.held_at >= :from_at)
  and (cast(:to_at as timestamptz) is null or held.held_at < :to_at)
  and (cast(:template as text) is null or held.template = :template)
  and (cast(:department as text) is null or cast(:department as text) = any(held.departments))
order by held.source_position limit :most
""")  # noqa: S608  it is put together from what stands above
VISIT_KINDS = [*(str(kind) for kind in VisitKind), "first_contact"]
"""Contacts of our own accord with an account, which have a record as the revisits of its cases have."""
A_PART = 1_000
_EVENT_COLUMNS = len(_OF_EVENT.split(", "))


def revisit_records(
    connection: Connection, query: RevisitRecordQuery, book: Rulebook, *, after: int, most: int
) -> list[RevisitRecord]:
    """Return up to `most` revisits in the order of recording, those after a position of the record."""
    values = {**query.model_dump(), "after": after, "most": most, "visit_kinds": VISIT_KINDS}
    rows = connection.execute(_RECORDS, values).all()
    events = decode_rows(envelope(*tuple(row)[:_EVENT_COLUMNS]) for row in rows)
    return [_record(recorded, row, book) for recorded, row in zip(events, rows, strict=True)]


def all_revisit_records(
    connection: Connection, query: RevisitRecordQuery, book: Rulebook
) -> list[RevisitRecord]:
    """Return all these revisits, read a part at a time."""
    found: list[RevisitRecord] = []
    while True:
        after = found[-1].position if found else 0
        part = revisit_records(connection, query, book, after=after, most=A_PART)
        found += part
        if len(part) < A_PART:
            return found


def _record(recorded: RecordedEvent, row: Row[Any], book: Rulebook) -> RevisitRecord:
    fact, found = recorded.event, row._asdict()
    of_row = {name: found[name] for name in ("case_id", "reference", "account_id", "account_code", "owner")}
    usual = {
        **dict.fromkeys(RevisitRecord.model_fields),
        **of_row,
        "event_id": recorded.event_id,
        "position": recorded.position,
        "recorded_by": recorded.actor,
        "occurred_at": fact.occurred_at,
        "answers": [],
        "routed_to": [],
    }
    match fact:
        case CaseRevisited():
            return RevisitRecord(**{**usual, **_of_revisit(fact, book)})
        case VisitRecorded() | FirstContactMade():
            return RevisitRecord(**{**usual, **_of_visit(fact)})
        case _:
            raise TypeError(f"{fact.STORED_NAME} is no revisit")


_AS_TOLD: Sequence[str] = sorted(
    (set(RevisitRecord.model_fields) & set(CaseRevisited.model_fields)) - {"answers", "routed_to"}
)


def _of_revisit(fact: CaseRevisited, book: Rulebook) -> dict[str, Any]:
    template = template_of_version(book, fact.guideline_version, fact.template)
    titles = {one.question: one.title for one in template.questions} if template else {}
    return {
        "title": template.title if template else None,
        "answers": _answers(fact, titles),
        "routed_to": list(fact.routed_to or ()),
        **{name: getattr(fact, name) for name in _AS_TOLD},
    }


def _of_visit(fact: VisitRecorded | FirstContactMade) -> dict[str, Any]:
    """Return what a visit to an account brought, under the names of a revisit."""
    if isinstance(fact, FirstContactMade):
        return {"kind": "first_contact", "channel": fact.channel, "reached": True, "outcome": fact.record}
    return {
        "kind": str(fact.kind),
        "channel": fact.channel,
        "reached": fact.reached,
        "revisit_id": fact.visit_id,
        "usage": fact.usage,
        "satisfaction": None if fact.satisfaction is None else str(fact.satisfaction),
        "suggestions": fact.inconveniences,
        "new_needs": fact.new_needs,
        "experience": fact.experience,
        "outcome": fact.outcome,
    }


def _answers(fact: CaseRevisited, titles: Mapping[str, Title]) -> list[AnswerGiven]:
    return [
        AnswerGiven(question=one.question, title=titles.get(one.question), answer=one.answer)
        for one in fact.answers or ()
    ]
