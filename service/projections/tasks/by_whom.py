"""Who does what departments are asked for, and in whose words it reaches them."""

from typing import Any, Literal

from service.domain.vocabulary import Need
from service.projections.engine.model import Row

CustomerWords = Literal["word_for_word", "retold", "none"]
_OWN: dict[bool, CustomerWords] = {True: "word_for_word", False: "retold"}


def relayed(event: Any) -> dict[str, CustomerWords | None]:
    """Return in whose words a demand goes to a department; nothing where none needs to and none does."""
    lacks: CustomerWords | None = "none" if Need.CUSTOMER_WORDS in (event.missing or ()) else None
    return {"customer_words": lacks if event.is_word_for_word is None else _OWN[event.is_word_for_word]}


def done_by(row: Row, event: Any) -> Row:
    """Return the row with whether all who took, answered and ended it are of the department."""
    if event.of_department is None:
        return row
    return {**row, "of_department": event.of_department and row["of_department"] is not False}
