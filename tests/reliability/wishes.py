"""What the clients of the load wish for: mostly what is accepted, partly what must be refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

ALPHABET = "abc XYZ 0189 大客户服务单 é ß \\\"'{}\n\t😀"
LONGEST_TEXT = 2_000
RECEIVE, HOT, CONDITIONAL, UNKNOWN_CASE, LOOK_AFTERWARDS = 0.12, 0.35, 0.12, 0.04, 0.12


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A command to send, alone or in a batch. `name` is its key and leads its text.

    Without `case_id` it opens a case; `looks_afterwards` asks for a read of the case after the answer.
    """

    name: str
    body: dict[str, Any]
    case_id: UUID | None = None
    expected_version: int | None = None
    looks_afterwards: bool = False

    @property
    def path(self) -> str:
        """The route of the command."""
        return f"/v1/cases/{self.case_id}/note" if self.case_id else "/v1/cases"

    @property
    def headers(self) -> dict[str, str]:
        """The headers beside it when it is sent alone."""
        condition = {} if self.expected_version is None else {"If-Match": f'"{self.expected_version}"'}
        return {"Idempotency-Key": self.name, **condition}

    @property
    def entry(self) -> dict[str, Any]:
        """Its place in a batch."""
        entry: dict[str, Any] = {"id": self.name, "type": "ReceiveCase", "command": self.body}
        if self.case_id:
            entry |= {"type": "AddNote", "stream_id": str(self.case_id)}
        if self.expected_version is not None:
            entry["expected_version"] = self.expected_version
        return entry


@dataclass
class Memory:
    """What a client knows. `seen` are the versions that it was told last."""

    account_id: UUID
    hot_cases: Sequence[UUID]
    own_cases: list[UUID] = field(default_factory=list)
    seen: dict[UUID, int] = field(default_factory=dict)

    def learn(self, wish: Wish, stream_id: UUID | None, version: int) -> None:
        """Remember what was answered to a wish that was written."""
        if stream_id is None:
            return
        self.seen[stream_id] = version
        if wish.case_id is None:
            self.own_cases.append(stream_id)


def some_wish(chance: Random, name: str, memory: Memory) -> Wish:
    """Return a wish by chance."""
    text = f"{name} {some_text(chance)}"
    if not memory.own_cases or chance.random() < RECEIVE:
        case = {"account_id": str(memory.account_id), "channel": "phone", "kind": "technical"}
        return Wish(name=name, body={**case, "subject": text})
    case_id = chance.choice(memory.hot_cases if chance.random() < HOT else memory.own_cases)
    is_conditional = chance.random() < CONDITIONAL  # refused on a hot case when others were faster
    is_known = chance.random() >= UNKNOWN_CASE
    return Wish(
        name=name,
        body={"text": text},
        case_id=case_id if is_known else UUID(int=chance.getrandbits(128), version=4),
        expected_version=memory.seen.get(case_id, 1) if is_conditional else None,
        looks_afterwards=is_known and chance.random() < LOOK_AFTERWARDS,
    )


def some_text(chance: Random) -> str:
    """Return a text of any characters, seldom long, ending in none that is trimmed."""
    length = min(int(chance.expovariate(1 / 60)), LONGEST_TEXT)
    return "".join(chance.choices(ALPHABET, k=length)) + "."
