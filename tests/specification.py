"""Given facts, when a wish, then facts: how the decisions of cases and accounts are specified.

    given(received()).when(ResolveCase(), at=TEN).then(CaseResolved(occurred_at=TEN, cycle=1))

Payloads only, compared exactly and in order: no ids, versions or positions stand in a specification.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest

from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import Aggregate, AnyEvent, decide, fold
from service.domain.case.context import DecisionContext
from service.domain.case.looked_up import NOTHING, LookedUp
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import Refusal
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.timeline.history import History

CONTACT_ID = UUID("0195c3a0-0000-7000-8000-000000000007")
OPTED_OUT_ID = UUID("0195c3a0-0000-7000-8000-000000000008")
OPEN_ACCOUNT = CustomerAccount(
    code="KA-0042",
    contact_ids=frozenset({CONTACT_ID, OPTED_OUT_ID}),
    objections=frozenset({(OPTED_OUT_ID, "survey")}),
)


@dataclass(frozen=True)
class Given:
    """Facts that are on the record."""

    history: tuple[AnyEvent, ...]

    def when(
        self,
        command: Command,
        *,
        at: datetime,
        account: CustomerAccount | None = OPEN_ACCOUNT,
        rulebook: Rulebook = EMPTY,
        looked_up: LookedUp = NOTHING,
        teller: Teller | None = None,
    ) -> "When":
        """Ask for something; `at` is the moment of recording, `account` the one that a new case names."""
        context = DecisionContext(
            now=at,
            account=account,
            rulebook=rulebook,
            looked_up=looked_up,
            case_accounts=looked_up.case_accounts,
            known_needs=looked_up.known_needs,
            scoring=looked_up.scoring,
            history=History(self.history),
            teller=teller,
        )
        return When(fold(self.history), command, context)


@dataclass(frozen=True)
class When:
    """A command on a stream, not yet decided."""

    state: Aggregate | None
    command: Command
    context: DecisionContext

    def decided(self) -> tuple[AnyEvent, ...]:
        """Return what follows. Raises a `Refusal`."""
        facts, _ = decide(self.state, self.command, self.context)
        return facts

    def then(self, *expected: AnyEvent) -> None:
        """Check that exactly these facts follow, in this order."""
        assert expected, "say then_nothing() when nothing is to follow"
        assert self.decided() == expected

    def then_nothing(self) -> None:
        """Check that it is already so: no fact follows, and nothing is refused."""
        assert self.decided() == ()

    def then_refused(self, error: type[Refusal], **values: object) -> Refusal:
        """Check that exactly this refusal comes, with at least these values; return it."""
        with pytest.raises(Refusal) as caught:
            self.decided()
        refusal = caught.value
        assert type(refusal) is error
        told = {name: refusal.values.get(name) for name in values}
        assert told == {name: str(value) for name, value in values.items()}
        return refusal


def given(*history: AnyEvent) -> Given:
    """Begin a specification with what is on the record; nothing at all is a stream that does not exist."""
    return Given(history)


def case_after(*history: AnyEvent) -> Case:
    """Return the case as it is after these facts."""
    case = fold(history)
    assert isinstance(case, Case)
    return case


def account_after(*history: AnyEvent) -> CustomerAccount:
    """Return the account as it is after these facts."""
    account = fold(history)
    assert isinstance(account, CustomerAccount)
    return account
