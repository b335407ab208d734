"""Typed reasons why a command was not carried out."""

import re
from datetime import datetime
from typing import ClassVar


class Refusal(Exception):  # noqa: N818  the subclasses end in Error; this is the word of DESIGN for them all
    """A command was refused. The docstring of a subclass states the rule.

    Title and remedy in both languages stand in the catalogue under `refusal.<slug>`; `values` fill them.
    Where a command calls the field otherwise than most do, the rule names it as it raises.
    """

    slug: ClassVar[str] = "refusal"
    field: str | None = None

    def __init_subclass__(cls, *, field: str | None = None) -> None:
        cls.slug = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__.removesuffix("Error")).lower()
        cls.field = field

    def __init__(self, *, field: str | None = None, **values: object) -> None:
        super().__init__(self.slug, values)
        if field is not None:
            self.field = field
        self.values = {name: str(value) for name, value in values.items()}
        self.told_late: tuple[datetime, datetime] | None = None
        """Of a command about an earlier time: that time, and the newest one on the record."""


class OccurredInFutureError(Refusal, field="occurred_at"):
    """The time of an event cannot lie in the future."""


class LaterEventContradictsError(Refusal, field="occurred_at"):
    """What happened later rules out that this happened before it."""


class OnRecordOtherwiseError(Refusal, field="occurred_at"):
    """What happens once is on the record already, for another time or with other content."""


class NoEffectThenError(Refusal, field="occurred_at"):
    """What is told would have changed nothing at its time, but would change something now."""


class ToldTooLateError(Refusal, field="occurred_at"):
    """How far back a key may tell depends on its role; beyond that it needs a permission, and a reason."""


class WordsWithoutMeaningError(Refusal, field="text"):
    """Words that are what a command does mean something (REQUIREMENTS 2, 10, 14, 64, 94, 120, 150, 156)."""


class PersonNotNamedError(Refusal):
    """What only a person does for a customer is told for one (REQUIREMENTS 3, 10, 90, 120, 127, 134, 135)."""


class NotOfTheDepartmentError(Refusal):
    """What a department is asked for its people take, answer and end, not who asked (REQUIREMENTS 62, 72).

    If no people of it are published, any other member of staff can.
    """


class TimeInDoubtError(Refusal, field="occurred_at"):
    """While the clocks of this machine and the database disagree, nothing is recorded as happening now."""


class SpeakerNotStaffError(Refusal):
    """A key speaks only for people who are in the directory of staff, where one names people."""


class NotOfStaffError(Refusal, field="owner"):
    """If members of staff are published, whoever a command names as one of ours is one of them."""


class NotTheSenderError(Refusal, field="approved_by"):
    """Who does something is the person for whom the key speaks; a body names nobody else."""


class SenderNotNamedError(Refusal, field="approved_by"):
    """What comes without a key must name who did it."""


class StreamChangedError(Refusal):
    """The case or account has changed since the version that the sender expects."""


class CommandIdReusedError(Refusal):
    """The same command id was used with other content."""
