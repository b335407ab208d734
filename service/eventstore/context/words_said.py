"""Whether words that are passed on as the customer's stand on the record of the case as such."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from uuid import UUID

from service.domain.case.decisions.collaborations import RequestCollaboration
from service.domain.case.decisions.exceptions import RequestException
from service.domain.case.decisions.intake import DescribeFault, ReceiveCase
from service.domain.case.decisions.questions import OpenQuestion
from service.domain.case.decisions.replies import RecordCustomerMessage
from service.domain.case.readings.relaying import is_said, said_by_customer, said_in
from service.domain.case.record.intake import CaseReceived, FaultDescribed
from service.domain.case.record.replies import CustomerMessaged
from service.eventstore.context.look_up import LookUp
from service.eventstore.folding import decode_rows
from service.eventstore.log import EventLog
from service.eventstore.request import Request

_SAID = [each.STORED_NAME for each in (CaseReceived, FaultDescribed, CustomerMessaged)]
_SAYING = (ReceiveCase, DescribeFault, RecordCustomerMessage)
_PASSING_ON = (RequestCollaboration, OpenQuestion, RequestException)


class WordsSaid:
    """Looks up of words passed on to a department whether the customer said them: no state holds words."""

    def __init__(self, log: EventLog, besides: LookUp) -> None:
        self._log = log
        self._besides = besides

    def subjects_of(self, request: Request) -> AbstractSet[UUID]:
        """Return the stream where words are passed on, and what else is looked up for a request."""
        own = {request.stream_id} if any(_passed_on(request)) else set[UUID]()
        return self._besides.subjects_of(request) | own

    async def fill(self, requests: Sequence[Request]) -> Sequence[Request]:
        """Return the requests, in order; those that pass words on with whose they are."""
        filled = await self._besides.fill(requests)
        return [await self._filled(request) if any(_passed_on(request)) else request for request in filled]

    async def _filled(self, request: Request) -> Request:
        rows = await self._log.stream_of(request.stream_id, _SAID)
        now = (words for each in request.commands if isinstance(each, _SAYING) for words in said_in(each))
        said = [*said_by_customer(each.event for each in decode_rows(rows)), *now]
        found = {words: is_said(words, said) for words in _passed_on(request)}
        return replace(request, looked_up=replace(request.looked_up, word_for_word=found))


def _passed_on(request: Request) -> Iterable[str]:
    """Yield the words that a request passes on."""
    for command in request.commands:
        if isinstance(command, _PASSING_ON) and command.customer_words is not None:
            yield command.customer_words
