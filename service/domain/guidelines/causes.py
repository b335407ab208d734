"""The codes of causes: steps of our work, and roots that complaints come from (REQUIREMENTS 69, 138)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.complaint_vocabulary import CauseClass
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid


class ProcessStep(Data):
    """A step of our process, as the customer sees it."""

    process_step: Slug
    """Name of the process step, as used in a cause."""
    title: Title
    """Name in both languages."""


class RootCause(Data):
    """A root cause that several complaints can share."""

    root_code: Slug
    """Code of the root cause, as used in a cause."""
    title: Title
    """Name in both languages."""
    cause_class: CauseClass
    """Class of causes to which it belongs."""


class CauseCatalogue(Guideline):
    """Codes by which causes are classified."""

    guideline: Literal["causes"] = "causes"
    process_steps: tuple[ProcessStep, ...] = Field(min_length=1)
    """Process steps of the catalogue."""
    roots: tuple[RootCause, ...] = Field(min_length=1)
    """Root causes of the catalogue."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for field, names in (
            ("process_steps", [one.process_step for one in self.process_steps]),
            ("roots", [one.root_code for one in self.roots]),
        ):
            for name in names:
                if names.count(name) > 1:
                    raise invalid("named_twice", field=field, named=name)
        return self

    def has_step(self, name: str) -> bool:
        """Say whether a step of this name is listed."""
        return any(one.process_step == name for one in self.process_steps)

    def root(self, name: str) -> RootCause | None:
        """Return a root; None where none of this name is listed."""
        return next((one for one in self.roots if one.root_code == name), None)
