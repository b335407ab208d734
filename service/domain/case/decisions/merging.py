"""The facts of cases that turned out to be one."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case

Facts = tuple[fact.CaseEvent, ...]


def merged(case: Case, command: wish.MergingCommand, _: Circumstances, at: datetime) -> Facts:
    match command:
        case wish.MergeCase():
            if case.merged_into == command.into_case_id:
                return ()
            return (
                fact.CaseMerged(occurred_at=at, into_case_id=command.into_case_id, reason=command.reason),
            )
        case wish.UnmergeCase():
            is_known = case.merged_into is None
            return () if is_known else (fact.CaseUnmerged(occurred_at=at, reason=command.reason),)
