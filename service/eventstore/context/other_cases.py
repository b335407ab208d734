"""The other cases that commands name, as they stand on the record."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from uuid import UUID

from service.domain.case.decisions.replies import CaseGoesOnElsewhereError
from service.domain.case.looked_up import OtherCase
from service.domain.case.situation import classes_of
from service.domain.case.state import Case
from service.eventstore.context.look_up import LookUp
from service.eventstore.context.related_streams import others_named
from service.eventstore.memory.streams import Known, StreamMemory
from service.eventstore.request import Request


class OtherCases:
    """Looks up the case into which one is merged, split or to which it is linked, by whatever way it comes.

    The other stream is locked as the own one is, so within a process two merges crosswise follow each other
    and the second is refused. Of another process all is seen that is on the record when it is looked up: two
    processes that merge two cases crosswise at the same instant can both pass, for no append checks the
    version of the other stream. Then both cases show it (`is_merged`), and either is unmerged.
    """

    def __init__(self, memory: StreamMemory, besides: LookUp) -> None:
        self._memory = memory
        self._besides = besides

    def subjects_of(self, request: Request) -> AbstractSet[UUID]:
        """Return the other cases that a request names, and what else is looked up for it."""
        return self._besides.subjects_of(request) | others_named(request)

    async def fill(self, requests: Sequence[Request]) -> Sequence[Request]:
        """Return the requests, in order; those that name other cases with what these are now."""
        filled = await self._besides.fill(requests)
        wanted = set[UUID]().union(*(others_named(request) for request in requests))
        if not wanted:
            return filled
        known = await self._with_chains(await self._memory.refresh(wanted))
        return [_filled(request, known) for request in filled]

    async def named_to_its_end(self, refusal: CaseGoesOnElsewhereError) -> CaseGoesOnElsewhereError:
        """Return the refusal with the case in which the work goes on now, if the next one is merged too."""
        into = UUID(refusal.values["goes_on_in"])
        known = await self._with_chains(await self._memory.refresh({into}))
        return CaseGoesOnElsewhereError(goes_on_in=_end_of_chain(into, known) or into)

    async def _with_chains(self, known: Known) -> Known:
        """Return the streams and, of cases that are merged, those in which they go on."""
        while missing := {into for loaded in known.values() if (into := _merged_into(loaded.state))} - set(
            known
        ):
            known |= await self._memory.refresh(missing)
        return known


def _filled(request: Request, known: Known) -> Request:
    if not (named := others_named(request)):
        return request
    found = {case_id: _other_case(case_id, known) for case_id in named}
    return replace(request, looked_up=replace(request.looked_up, other_cases=found))


def _other_case(case_id: UUID, known: Known) -> OtherCase | None:
    case = known[case_id].state
    if not isinstance(case, Case) or case.status == "absent":
        return None
    return OtherCase(
        account_id=case.account_id,
        is_closed=case.status == "closed",
        split_from=case.split_from,
        received_at=case.received_at,
        response_classes=classes_of(case),
        goes_on_in=_end_of_chain(case_id, known),
    )


def _end_of_chain(case_id: UUID, known: Known) -> UUID | None:
    """Return where a case goes on; in a ring, which older versions let pass, the last before it closes."""
    passed = [case_id]
    while (into := _merged_into(known[passed[-1]].state)) and into not in passed:
        passed.append(into)
    return passed[-1] if len(passed) > 1 else None


def _merged_into(state: object) -> UUID | None:
    return state.merged_into if isinstance(state, Case) else None
