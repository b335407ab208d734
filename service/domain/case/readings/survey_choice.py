"""Whom a survey programme asks about a case, and why not somebody else. Pure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from service.domain.case.state import Case
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.vocabulary import ResponseClass, WhyNotAsked

_SURVEYS = UUID("3d0b6c1e-9f0c-5c0b-8d55-7f1d2f3a7c11")

WhyChosen = Literal["reporting_contact", "account_contact"]
WhySpared = Literal["opted_out", "asked_lately"]


@dataclass(frozen=True, kw_only=True)
class Spared:
    """A contact who is not asked; `free_at` says from when on, where that will come."""

    contact_id: UUID
    why: WhySpared
    free_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SurveyChoice:
    """Who is asked, if anybody may be, and who is left in peace."""

    contact_id: UUID | None = None
    why: WhyChosen | None = None
    spared: tuple[Spared, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Askable:
    """Whom there is to ask. `last_asked_at` holds when each was last asked about another case."""

    contacts: Sequence[UUID]
    """Contacts of the account, the preferred one first."""
    reporting: UUID | None = None
    opted_out: AbstractSet[UUID] = frozenset()
    last_asked_at: Mapping[UUID, datetime]


def chosen(programme: SurveyProgramme, askable: Askable, at: datetime) -> SurveyChoice:
    """Return the first contact who may be asked, in the order that the programme wants."""
    first = askable.reporting if programme.whom == "reporting_contact" else None
    ordered = dict.fromkeys((*((first,) if first in askable.contacts else ()), *askable.contacts))
    spared: list[Spared] = []
    for contact_id in ordered:
        if contact_id is None:
            continue
        reason = _spared(programme, askable, contact_id, at)
        if reason is None:
            why: WhyChosen = "reporting_contact" if contact_id == askable.reporting else "account_contact"
            return SurveyChoice(contact_id=contact_id, why=why, spared=tuple(spared))
        spared.append(reason)
    return SurveyChoice(spared=tuple(spared))


def why_nobody(programme: SurveyProgramme, case: Case, askable: Askable, at: datetime) -> WhyNotAsked | None:
    """Return why nobody can be asked about a case at an instant; None where somebody can."""
    if not asks_about(programme, case):
        return WhyNotAsked.NOT_IN_PROGRAMME
    if not askable.contacts:
        return WhyNotAsked.NO_CONTACT
    choice = chosen(programme, askable, at)
    if choice.contact_id is not None:
        return None
    is_free_later = any(one.why == "asked_lately" for one in choice.spared)
    return WhyNotAsked.ASKED_LATELY if is_free_later else WhyNotAsked.OPTED_OUT


def asks_about(programme: SurveyProgramme, case: Case) -> bool:
    """Return whether the programme asks about such a case."""
    wanted = programme.conditions
    classes = {case.classification.response_class}
    if case.is_complaint:
        classes.add(ResponseClass.COMPLAINT)
    return (
        (not wanted.response_classes or not classes.isdisjoint(wanted.response_classes))
        and (not wanted.kinds or case.kind in wanted.kinds)
        and (not wanted.segments or case.segment in wanted.segments)
        and (not wanted.channels or case.channel in wanted.channels)
    )


def survey_id_of(case_id: UUID, cycle: int, contact_id: UUID) -> UUID:
    """Return the id of the survey of a resolution and a contact: who invites twice asks once."""
    return uuid5(_SURVEYS, f"{case_id}:{cycle}:{contact_id}")


def _spared(programme: SurveyProgramme, askable: Askable, contact_id: UUID, at: datetime) -> Spared | None:
    if contact_id in askable.opted_out:
        return Spared(contact_id=contact_id, why="opted_out")
    last = askable.last_asked_at.get(contact_id)
    if last is not None and at < (free_at := programme.free_at(last)):
        return Spared(contact_id=contact_id, why="asked_lately", free_at=free_at)
    return None
