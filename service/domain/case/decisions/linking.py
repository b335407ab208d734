"""The facts of cases that have to do with each other."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def linked(case: Case, command: wish.LinkingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about links; a link stands once, however often it is wished for."""
    content = content_of(command)
    match command:
        case wish.LinkCase():
            stands = (command.relation, command.other_case_id) in case.links.linked
            return () if stands else (fact.CaseLinked(occurred_at=at, **content),)
        case wish.UnlinkCase():
            stands = (command.relation, command.other_case_id) in case.links.linked
            return (fact.CaseUnlinked(occurred_at=at, **content),) if stands else ()
        case wish.SplitCase():
            is_known = command.into_case_id in case.links.split_into
            return () if is_known else (fact.CaseSplit(occurred_at=at, **content),)
