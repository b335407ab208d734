"""What an import did."""

from dataclasses import dataclass, field
from pathlib import Path

from service.importers.problems import Rejection

NOTHING_READ = 2
SOME_REJECTED = 1
ALL_TAKEN = 0


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """Counts of rows, but for `cases`, the cases that were new. In a dry run: what would have been done.

    `rejected_by_code` counts rejections by their stable code; `rejects_file` holds them, None where there is
    none. `is_cut_off` tells that the last line of the file has no end, `is_judged` that a policy was
    named which made promises.
    """

    accepted: int = 0
    already_known: int = 0
    rejected: int = 0
    cases: int = 0
    rejected_by_code: dict[str, int] = field(default_factory=dict)
    rejects_file: Path | None = None
    is_dry_run: bool = False
    first_rejection: Rejection | None = None
    is_cut_off: bool = False
    is_judged: bool = False

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return self.accepted + self.already_known + self.rejected

    @property
    def exit_code(self) -> int:
        """0: every row is on the record. 1: some were rejected. 2: all were, so nothing could be read."""
        if not self.rejected:
            return ALL_TAKEN
        return SOME_REJECTED if self.accepted or self.already_known else NOTHING_READ
