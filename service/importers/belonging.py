"""Whose a case is that a row speaks of: a number that is known of another account is not taken for ours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from service.importers.batches import ReadRow
from service.importers.identity import Origin, case_id_of, row_id_of
from service.importers.problems import Rejection, RowProblemError
from service.importers.record import Record


class Belonging:
    """Finds the case of each row, and rejects rows about a case of another account."""

    def __init__(
        self, origin: Origin, record: Record, account_id: UUID, reject: Callable[[Rejection], None]
    ) -> None:
        self._origin = origin
        self.record = record
        self._account_id = account_id
        self.reject = reject
        self._seen: set[UUID] = set()
        self._before_installations: set[UUID] = set()
        self._of_others: dict[UUID, str] = {}

    async def settled(self, batch: Sequence[ReadRow]) -> list[ReadRow]:
        """Return the rows about cases of the account, each with the ids that its case has on the record."""
        await self._look_up({read.case_id: read.row.number for read in batch})
        return [self._under_its_ids(read) for read in batch if not self._is_of_another(read)]

    async def unknown(self, cases: Iterable[tuple[UUID, str]]) -> set[UUID]:
        """Return those of these cases, each with its number, that are not on the record."""
        numbers = dict(cases)
        earlier = self._earlier(numbers)
        accounts = await self.record.accounts([*numbers, *earlier.values()])
        return {
            case_id
            for case_id in numbers
            if case_id not in accounts and accounts.get(earlier.get(case_id, case_id)) != self._account_id
        }

    async def _look_up(self, numbers: dict[UUID, str]) -> None:
        unseen = {case_id: number for case_id, number in numbers.items() if case_id not in self._seen}
        self._seen |= unseen.keys()
        earlier = self._earlier(unseen)
        accounts = await self.record.accounts([*unseen, *earlier.values()])
        for case_id in unseen:
            owner = accounts.get(case_id)
            if owner is None:
                if accounts.get(earlier.get(case_id, case_id)) == self._account_id:
                    self._before_installations.add(case_id)
            elif owner != self._account_id:
                account = await self.record.account(owner)
                self._of_others[case_id] = (account and account.code) or str(owner)

    def _earlier(self, numbers: dict[UUID, str]) -> dict[UUID, UUID]:
        """Return the ids that these cases had before ids named the installation."""
        if not self._origin.is_named_by_account:
            return {}
        return {case_id: case_id_of(self._origin.source, number) for case_id, number in numbers.items()}

    def _is_of_another(self, read: ReadRow) -> bool:
        owner = self._of_others.get(read.case_id)
        if owner is None:
            return False
        source = self._origin.source
        problem = RowProblemError(
            source.number_column,
            "of_another_account",
            number=read.row.number,
            installation=self._origin.installation,
            owner=owner,
            account=self._origin.account_code,
        )
        self.reject(Rejection.of_problem(read.line, read.raw, problem))
        return True

    def _under_its_ids(self, read: ReadRow) -> ReadRow:
        if read.case_id not in self._before_installations:
            return read
        source, number = self._origin.source, read.row.number
        command_id = row_id_of(source, number, read.row.update)
        return replace(read, case_id=case_id_of(source, number), command_id=command_id)
