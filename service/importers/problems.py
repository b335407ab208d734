"""What can be wrong with a file or with one row of it."""

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from service.domain.refusal import Refusal
from service.language import Language, text
from service.language.remedies import remedy_of

LONGEST_QUOTE = 80


class ImportFailedError(Exception):
    """Nothing could be read. The text for people stands in the catalogue under `import.failed.<slug>`."""

    slug: ClassVar[str]

    def __init__(self, **values: object) -> None:
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """Return what is wrong and what to do about it."""
        return text(f"import.failed.{self.slug}", language, **self.values)


class FileUnreadableError(ImportFailedError):
    """The file is not there or may not be read."""

    slug = "file_unreadable"


class FileEmptyError(ImportFailedError):
    """The file has no header line."""

    slug = "file_empty"


class ColumnsMissingError(ImportFailedError):
    """The header line lacks columns, or is not the header of such a file at all."""

    slug = "columns_missing"


class FileNotUtf8Error(ColumnsMissingError):
    """The file is UTF-16 or the like."""

    slug = "file_not_utf8"


class LineEndsUnknownError(ColumnsMissingError):
    """The lines end in CR alone, so that the whole file would be its header."""

    slug = "line_ends_unknown"


class DelimiterUnknownError(ColumnsMissingError):
    """The columns are there, but separated by something else."""

    slug = "delimiter_unknown"


class HeaderQuoteOpenError(ColumnsMissingError):
    """A quote on the header line is never closed."""

    slug = "header_quote_open"


class FileWithoutRowsError(ImportFailedError):
    """The file has a header line, and nothing below."""

    slug = "file_without_rows"


class DateFormUnclearError(ImportFailedError):
    """Every time of the file could be read day first and month first."""

    slug = "date_form_unclear"


class DateFormMixedError(ImportFailedError):
    """A time of the file is written in another form than the others, or than was declared."""

    slug = "date_form_mixed"


class AccountOpenedLaterError(ImportFailedError):
    """A case of the file was received before its account was opened."""

    slug = "account_opened_later"


class ColumnRepeatedError(ImportFailedError):
    """The header line names a column twice, so that it is not clear which one counts."""

    slug = "column_repeated"


class AccountCodeUnusableError(ImportFailedError):
    """The customer number under which the cases should be filed cannot be one."""

    slug = "account_code_unusable"


class InstallationUnusableError(ImportFailedError):
    """The name of the installation that the file comes from cannot be one."""

    slug = "installation_unusable"


class PolicyUnpublishedError(ImportFailedError):
    """The policy that should have made the promises is not on the record."""

    slug = "policy_unpublished"


class RejectsUnwritableError(ImportFailedError):
    """The file of rejected rows cannot be written."""

    slug = "rejects_unwritable"


class RowProblemError(Exception):
    """One row cannot be taken over. `field` is the column's name in the file, empty for the row as a whole.

    `code` is stable; the text stands in the catalogue under `import.reason.<code>`.
    """

    def __init__(self, field: str, code: str, **values: object) -> None:
        super().__init__(field, code, values)
        self.field = field
        self.code = code
        self.values = {name: _quoted(str(value)) for name, value in values.items()}


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """A row that was not taken over, and why. `raw` is the line as it stands in the file: personal data."""

    line: int
    field: str
    code: str
    raw: bytes
    is_refusal: bool = False
    values: dict[str, str] = dataclasses.field(default_factory=dict)

    @classmethod
    def of_problem(cls, line: int, raw: bytes, problem: RowProblemError) -> "Rejection":
        """Return the rejection of a row that could not be understood."""
        return cls(line=line, field=problem.field, code=problem.code, raw=raw, values=problem.values)

    @classmethod
    def of_refusal(cls, line: int, raw: bytes, field: str, refusal: Refusal) -> "Rejection":
        """Return the rejection of a row that a rule of the domain forbids."""
        return cls(line=line, field=field, code=refusal.slug, raw=raw, is_refusal=True, values=refusal.values)

    def reason(self, language: Language) -> str:
        """Return what is wrong and what to do about it."""
        if self.is_refusal:
            return remedy_of(self.code, language, self.values)
        return text(f"import.reason.{self.code}", language, **self.values)


def _quoted(value: str) -> str:
    return value if len(value) <= LONGEST_QUOTE else value[:LONGEST_QUOTE] + "…"
