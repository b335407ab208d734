"""The record of a house on a real server: a customer, cases with verdicts, and one that is still open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

from service.domain.account.decisions.profile import AssignAccountOwner, OpenAccount
from service.domain.account.decisions.visits import RecordFirstContact
from service.domain.account.identity import account_id_of
from service.domain.account.state import CustomerAccount
from service.domain.case.decisions.assignment import AssignOwner
from service.domain.case.state import Case
from service.domain.clocks.clock import Clock
from service.domain.clocks.commands import ObserveClocks
from service.domain.command import Command
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import Channel
from service.eventstore.application import Application
from service.eventstore.folding import decode_rows
from service.eventstore.log import EventLog
from service.eventstore.request import Request
from service.eventstore.writing.appender import Appender
from service.importers.rule_files.default_rules import publish_default_rules
from tests.promises.driving import Step, at, receipt
from tests.promises.happenings import ANSWER, MON, RESOLVE

ACCOUNT_ID = account_id_of("KA-0042")
OPEN = OpenAccount(code="KA-0042", name="华东精密制造")
WANG = AssignOwner(owner="a.wang")
OWNED = AssignAccountOwner(owner="a.wang", reason="load")
TALK = RecordFirstContact(channel=Channel.PHONE, record="Introduced herself")
NOTICED_AT, CHANGED_AT = "03-02 17:00", "03-03 09:00"


class House:
    """An application whose clock the test sets. `kept`, `late`, `broken` and `undecided` are cases."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.kept, self.late, self.broken, self.undecided = uuid4(), uuid4(), uuid4(), uuid4()
        self.cases = (self.kept, self.late, self.broken, self.undecided)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["House"]:
        """Run the application, as one process has it, with nothing remembered."""
        log, appender = EventLog(self._url), Appender(self._url)
        async with log.reading(), appender.running():
            self.log = log
            self.application = Application(log, appender, now=lambda: self.now, new_id=uuid4)
            yield self

    async def tell(self, stream_id: UUID, *steps: Step) -> None:
        """Send wishes to a stream, each at its wall time in Shanghai."""
        for command, when in steps:
            self.now = at(when)
            wish: Command = command
            request = Request(stream_id=stream_id, commands=(wish,), command_id=uuid4(), actor="agent:7")
            await self.application.execute(request)

    async def receive(self, case_id: UUID, *steps: Step, when: str = MON) -> UUID:
        """Receive an enquiry, of which nobody has said more than who answers for it."""
        taken_in = receipt().model_copy(update={"account_id": ACCOUNT_ID})
        await self.tell(case_id, (taken_in, when), (WANG, when), *steps)
        return case_id

    async def settle_in(self) -> None:
        """Publish the rules, and let Monday pass: verdicts are given and noted."""
        await publish_default_rules(self.application)
        await self.tell(ACCOUNT_ID, (OPEN, "03-01 10:00"), (OWNED, "03-01 10:00"), (TALK, "03-02 09:30"))
        await self.receive(self.kept, (ANSWER, "03-02 10:30"), (RESOLVE, "03-02 15:00"))
        await self.receive(self.late, (ANSWER, "03-02 10:31"))
        await self.receive(self.broken)
        await self.receive(self.undecided, (ANSWER, "03-02 10:10"))
        await self.watch(NOTICED_AT)

    async def watch(self, when: str) -> None:
        """Let the watch look at every stream."""
        for stream_id in (ACCOUNT_ID, *self.cases):
            await self.tell(stream_id, (ObserveClocks(), when))

    async def clocks(self, stream_id: UUID) -> dict[UUID, Clock]:
        """Return the clocks of a stream, folded from the record anew."""
        state = (await self.application.load(stream_id)).state
        assert isinstance(state, Case | CustomerAccount)
        return {clock.clock_id: clock for clock in state.clocks.clocks}

    async def clock(self, stream_id: UUID, name: str) -> Clock:
        """Return the one clock of a promise that was not taken back."""
        found = (await self.clocks(stream_id)).values()
        (clock,) = [each for each in found if each.clock == name and each.end != "cancelled"]
        return clock

    async def rulebook(self) -> Rulebook:
        """Return the rules on the record."""
        state = (await self.application.load(RULEBOOK_ID)).state
        assert isinstance(state, Rulebook)
        return state

    async def told(self, stream_id: UUID) -> list[str]:
        """Return all that stands on the record of a stream, in order."""
        return [
            f"{each.event.STORED_NAME} {each.event.model_dump_json()}"
            for each in decode_rows(await self.log.stream(stream_id))
        ]
