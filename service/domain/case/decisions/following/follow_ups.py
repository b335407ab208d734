"""Ending the regular follow-up after a fault."""

from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.case.record.following import follow_ups as record
from service.domain.case.rules import DATED, must_be_resolved
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of
from service.domain.personal import FreeText
from service.domain.vocabulary import FollowUpEnd


class EndFollowUp(Command, records=record.FollowUpEnded, example={"ground": "customer_wish"}):
    """End the regular follow-up after a fault: its plan is done, or the customer wishes so."""

    ground: FollowUpEnd
    note: FreeText | None = None


def end_follow_up(case: Case, command: EndFollowUp, _: DecisionContext, at: datetime) -> Events:
    if case.follow_up_end(case.cycle) is not None:
        return ()
    return (record.FollowUpEnded(occurred_at=at, cycle=case.cycle, **fields_of(command)),)


def follow_up_end_on_record(case: Case, _: EndFollowUp) -> Told | None:
    known = case.follow_up_end(case.cycle)
    return {"ground": known[0], "occurred_at": known[1]} if known else None


DECISIONS = (decides(EndFollowUp, end_follow_up, *DATED, must_be_resolved, once=follow_up_end_on_record),)
