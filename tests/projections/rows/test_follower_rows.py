"""Who follows an account is a row, which says after which position what happens is news."""

from uuid import UUID

import pytest

from service.domain.account.record.followers import AccountUnfollowed
from service.domain.account.vocabulary import TimelineTheme
from service.domain.aggregates.aggregate import AnyEvent
from service.projections.engine.model import StreamWithoutBeginningError
from tests.domain.account.examples.followers import followed
from tests.domain.facts import ELEVEN, TEN, opened
from tests.projections.folded import Tables, entry, fold

ACCOUNT = UUID(int=42)
GONE = AccountUnfollowed(occurred_at=ELEVEN, follower="e.wu")


def row_after(*told: AnyEvent) -> dict[str, object]:
    tables = Tables()
    every = (opened(), *told)
    fold(tables, [entry(n, ACCOUNT, n, UUID(int=n), ELEVEN, event) for n, event in enumerate(every, 1)])
    found: dict[str, object] = tables.followers[ACCOUNT, "e.wu"]
    return found


def test_who_follows_on_in_something_else_misses_nothing_and_who_comes_back_begins_anew() -> None:
    other = followed(occurred_at=ELEVEN, themes=(TimelineTheme.VISITS,))
    on = row_after(followed(), other)
    assert (on["since_position"], on["followed_at"], on["themes"]) == (2, TEN, ["visits"])
    assert row_after(followed(), GONE)["unfollowed_at"] == ELEVEN
    back = row_after(followed(), GONE, other)
    assert (back["since_position"], back["unfollowed_at"]) == (4, None)
    with pytest.raises(StreamWithoutBeginningError):
        row_after(GONE)
