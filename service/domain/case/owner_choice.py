"""How an owner was chosen by load and skill: what stands on the record beside the assignment."""

from pydantic import Field

from service.domain.clocks.policy import Data
from service.domain.text import Code
from service.domain.vocabulary import ChoiceGround


class Candidate(Data):
    """Somebody who could have taken the case."""

    staff_id: Code
    """The staff id."""
    open_cases: int = Field(ge=0)
    """How many other open cases the person answered for."""
    capacity: int = Field(ge=1)
    """How many the person can answer for."""


class OwnerChoice(Data):
    """Who was chosen among whom, and why (REQUIREMENTS 112: balanced by number, with regard to skill)."""

    chosen: Code
    """The staff id of who was chosen."""
    ground: ChoiceGround
    """Why."""
    wanted_skills: tuple[Code, ...] = ()
    """The skills that all of the candidates have."""
    wanted_team: Code | None = None
    """The team to which all of them belong; none: any."""
    candidates: tuple[Candidate, ...] = Field(min_length=1, max_length=1000)
    """Who could have taken it, the chosen one first."""
    guideline_version: int = Field(ge=1)
    """The version of the guideline `staff` by which it was done."""
    position: int = Field(ge=0)
    """The position of the record up to which open cases were counted."""
