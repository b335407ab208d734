"""Eight clients and a follower in a thread of their own, from entering to leaving."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Self
from uuid import UUID

import httpx

from tests.reliability.history import Operation
from tests.reliability.notes import Notes
from tests.reliability.sender import Sender
from tests.reliability.tail import Tail
from tests.reliability.wishes import Memory, Wish, some_wish

CLIENTS = 8
SECONDS_OF_A_REQUEST = 30.0
BATCH, LARGEST_BATCH = 0.1, 12


@dataclass
class Load:
    """What the clients saw is in `notes` afterwards."""

    url: str
    key: str
    database_url: str
    hot_cases: Sequence[UUID]
    account_id: UUID
    seed: int
    notes: Notes = field(default_factory=Notes)

    def __enter__(self) -> Self:
        self._stopping = threading.Event()
        self._failure: BaseException | None = None
        self._tail = Tail(self.database_url)
        self._thread = threading.Thread(target=self._run, name="load")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self.notes.history.followers["tail"] = self._tail.seen
        if self._failure is not None:
            raise self._failure

    @property
    def interruptions(self) -> int:
        """How often the follower lost its connection."""
        return self._tail.interruptions

    def wait_for_more(self, acknowledgements: int, *, seconds: float) -> bool:
        """Return when so many more commands have been acknowledged; False where that takes too long."""
        wanted = self.notes.acknowledged + acknowledgements

        def is_settled() -> bool:
            return self.notes.acknowledged >= wanted or self._failure is not None

        with self.notes.moved:
            self.notes.moved.wait_for(is_settled, seconds)
        return self.notes.acknowledged >= wanted

    def _run(self) -> None:
        try:
            asyncio.run(self._all())
        except BaseException as error:  # noqa: BLE001  raised again by the thread that owns this one
            self._failure = error

    async def _all(self) -> None:
        finished = asyncio.Event()
        following = asyncio.create_task(self._tail.follow(finished))
        async with asyncio.TaskGroup() as clients:
            for number in range(CLIENTS):
                clients.create_task(self._client(number))
        finished.set()
        await following

    async def _client(self, number: int) -> None:
        chance = Random(f"{self.seed}-{number}")  # noqa: S311 - a seeded load
        memory = Memory(self.account_id, self.hot_cases)
        headers = {"Authorization": f"Bearer {self.key}"}
        async with httpx.AsyncClient(
            base_url=self.url, headers=headers, timeout=SECONDS_OF_A_REQUEST, trust_env=False
        ) as client:
            sender = Sender(client, self.notes, self._stopping)
            turn = 0
            while not self._stopping.is_set():
                turn += 1
                wishes = _some_wishes(chance, f"{number}-{turn}", memory)
                for wish, operation in await _carried_out(sender, wishes):
                    memory.learn(wish, operation.stream_id, operation.versions[1])
                    if wish.looks_afterwards and wish.case_id:
                        await sender.read(str(number), wish.case_id)


def _some_wishes(chance: Random, name: str, memory: Memory) -> list[Wish]:
    count = chance.randint(2, LARGEST_BATCH) if chance.random() < BATCH else 1
    return [some_wish(chance, f"{name}-{n}", memory) for n in range(count)]


async def _carried_out(sender: Sender, wishes: list[Wish]) -> list[tuple[Wish, Operation]]:
    if len(wishes) == 1:
        return [(wishes[0], await sender.carry_out(wishes[0]))]
    by_name = {wish.name: wish for wish in wishes}
    return [(by_name[done.name], done) for done in await sender.carry_out_together(wishes)]
