"""What happens regularly with an account: settlements, orders, our visits."""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator

from service.domain.account.days.routine_days import RoutineDay
from service.domain.account.record.routines import RoutineSet
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.account.vocabulary import Routine
from service.domain.clocks.calendars.document import Weekday
from service.domain.command import Command
from service.domain.decision import decides, records
from service.domain.invalid import invalid
from service.domain.personal import FreeText


class SetRoutine(Command, example={"routine": "order", "weekday": "wednesday"}):
    """Set the day of the month or week on which a routine takes place."""

    routine: Routine
    day_of_month: int | None = Field(default=None, ge=1, le=31)
    weekday: Weekday | None = None
    note: FreeText | None = None

    @model_validator(mode="after")
    def _names_one_day(self) -> Self:
        if self.day_of_month is None and self.weekday is None:
            raise invalid("nobody_named", field="day_of_month", others="weekday")
        if self.day_of_month is not None and self.weekday is not None:
            raise invalid("two_days", field="weekday")
        return self


def is_set(account: CustomerAccount, command: SetRoutine, _: datetime) -> bool:
    known = account.routine(command.routine)
    day = RoutineDay(day_of_month=command.day_of_month, weekday=command.weekday)
    return known is not None and known.on == day


DECISIONS = (decides(SetRoutine, records(RoutineSet, unless=is_set), *CARED_FOR),)
