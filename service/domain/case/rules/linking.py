"""The rules of links between cases, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.linking import (
    LinkedOtherWayRoundError,
    LinkedToItselfError,
    SplitIntoItselfError,
)
from service.domain.case.rules.general import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.refusal import Refusal
from service.domain.vocabulary import CaseRelation

_OTHER_WAY_ROUND = {CaseRelation.PARENT: CaseRelation.CHILD, CaseRelation.CHILD: CaseRelation.PARENT}


def must_not_be_linked_to_itself(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, wish.LinkCase) and command.other_case_id == around.stream_id:
        raise LinkedToItselfError


def must_not_be_linked_the_other_way_round(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, wish.LinkCase):
        other_way = _OTHER_WAY_ROUND.get(command.relation)
        if other_way and (other_way, command.other_case_id) in case.links.linked:
            raise LinkedOtherWayRoundError(other_case_id=command.other_case_id, relation=other_way)


def must_not_be_split_into_itself(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, wish.SplitCase) and command.into_case_id == around.stream_id:
        raise SplitIntoItselfError


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    must_not_be_linked_to_itself: (LinkedToItselfError,),
    must_not_be_linked_the_other_way_round: (LinkedOtherWayRoundError,),
    must_not_be_split_into_itself: (SplitIntoItselfError,),
}

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.LinkCase: (*DATED, must_not_be_linked_to_itself, must_not_be_linked_the_other_way_round),
    wish.UnlinkCase: DATED,
    wish.SplitCase: (*NOT_CLOSED, must_not_be_split_into_itself),
}
