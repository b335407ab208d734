"""What the rules make of a case: kind x class x segment -> priority and first limits, for the docs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

from service.domain.case.readings.classification import Assessment, suggested
from service.domain.case.readings.first_offers import first_offers
from service.domain.case.record.classification import Classification
from service.domain.case.situation import situation_of
from service.domain.case.state import Case
from service.domain.clocks.offers import Offer
from service.domain.clocks.situation import Promises, Situation
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.vocabulary import CaseKind, Channel, Degree, Priority, ResponseClass, Segment
from service.language import Language, text
from service.reports.policies.table import limit_words

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""An ordinary Monday, ten in China: by it the first of several limits is found."""
COLUMNS = (
    ("acknowledgement", ("acknowledgement",)),
    ("answer", ("first_reply", "complaint_answer")),
    ("plan", ("plan",)),
    ("resolution", ("resolution",)),
)
_NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A case of a kind and segment of which something was told, and what follows."""

    told: Assessment
    classification: Classification
    situation: Situation


def all_told(guideline: ClassificationGuideline) -> Iterator[Assessment]:
    """Yield what can be told of a case: nothing, degrees, or a circumstance with and without degrees."""
    circumstances = ((), *((one.circumstance,) for one in guideline.circumstances))
    for stated, urgency, complexity in product(circumstances, (None, *Degree), (None, *Degree)):
        yield Assessment(urgency=urgency, complexity=complexity, circumstances=stated)


def cell_of(
    guideline: ClassificationGuideline,
    kind: CaseKind,
    segment: Segment,
    told: Assessment,
    channel: Channel = Channel.PHONE,
) -> Cell:
    """Return what the rules make of a case that was just received."""
    case = Case(status="open", kind=kind, segment=segment, channel=channel)
    found = suggested(case, told, guideline).classification
    situation = situation_of(replace(case, classification=found), _NOBODY)
    return Cell(told=told, classification=found, situation=situation)


def matrix_markdown(guideline: ClassificationGuideline, promises: Promises, language: Language) -> str:
    """Return the table as a Markdown page in one language."""
    columns = ("kind", "response_class", "segment", "priority", *(name for name, _ in COLUMNS), "told")
    head = [text(f"policy.matrix.column.{name}", language) for name in columns]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head))]
    for kind in CaseKind:
        lines += [f"| {' | '.join(cells)} |" for cells in _rows(guideline, promises, kind, language)]
    title, intro = (text(f"policy.matrix.{name}", language) for name in ("page_title", "page_intro"))
    return f"# {title}\n\n{intro}\n\n" + "\n".join(lines) + "\n"


def _rows(
    guideline: ClassificationGuideline, promises: Promises, kind: CaseKind, language: Language
) -> Iterator[list[str]]:
    """Yield a row for each class, segment and priority that a kind can come to; alike segments share one."""
    rows: dict[tuple[str, ...], list[Segment]] = {}
    told: dict[tuple[str, ...], str] = {}
    for segment, assessment in product(Segment, all_told(guideline)):
        cell = cell_of(guideline, kind, segment, assessment)
        found = cell.classification
        key = (
            _word("response_class", found.response_class, language),
            _word("priority", found.priority, language),
            *_limits(cell.situation, promises, language),
        )
        told.setdefault((*key, segment), _told(guideline, assessment, language))
        if segment not in rows.setdefault(key, []):
            rows[key].append(segment)
    for key, segments in sorted(rows.items()):
        names = ", ".join(_word("segment", each, language) for each in segments)
        yield [_word("kind", kind, language), key[0], names, *key[1:], told[(*key, segments[0])]]


def _limits(situation: Situation, promises: Promises, language: Language) -> Iterable[str]:
    offers = first_offers(situation, promises, MONDAY)
    for _, clocks in COLUMNS:
        found = [offers[clock] for clock in clocks if clock in offers]
        yield limit_words(min(found, key=_due_at).rule, language) if found else "-"


def _due_at(offer: Offer) -> datetime:
    return offer.limit.base_due_at


def _told(guideline: ClassificationGuideline, told: Assessment, language: Language) -> str:
    titles = {one.circumstance: getattr(one.title, language) for one in guideline.circumstances}
    parts = [titles[name] for name in told.circumstances]
    for name, degree in (("urgency", told.urgency), ("complexity", told.complexity)):
        if degree is not None:
            parts.append(text(f"policy.matrix.{name}", language, degree=_word("degree", degree, language)))
    return ", ".join(parts) or text("policy.matrix.nothing_told", language)


def _word(
    of: str, value: ResponseClass | Priority | Segment | CaseKind | Degree | None, language: Language
) -> str:
    return text(f"word.{of}.{value}", language) if value else "-"
