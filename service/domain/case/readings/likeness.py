"""How alike two reports of a customer are, in Chinese or English. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CHARACTERS = 2_000
"""More of a text is not compared: what it is about stands at its beginning."""
ALIKE_FROM = 0.35
"""From this share of common words on two reports are called alike."""
SAME_ORDER, SAME_ASSET, SAME_REFERENCE, SAME_ALERT = 0.5, 0.4, 0.7, 0.9
"""How much of what is missing to certainty the same number makes up for."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_RUNS = re.compile(f"[{_IDEOGRAPHS}]+|[^\\W_{_IDEOGRAPHS}]+")
_FIRST_IDEOGRAPH = "\u3040"
_LONG_WORD = 4


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a customer reported: the matter in one line, all words on it, and the numbers it names."""

    subject: str
    words: str
    order_reference: str | None = None
    asset_reference: str | None = None
    reference: str | None = None
    alert_reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike two reports are: 0 not at all, 1 the same; and why."""

    score: float
    words_alike: float
    same_order: bool
    same_asset: bool
    same_reference: bool
    same_alert: bool


def likeness(one: Report, other: Report) -> Likeness:
    """Compare two reports: their subjects, all their words, and the numbers that they name."""
    words_alike = max(alike(one.subject, other.subject), alike(one.words, other.words))
    same_order = _same(one.order_reference, other.order_reference)
    same_asset = _same(one.asset_reference, other.asset_reference)
    same_reference = _same(one.reference, other.reference)
    same_alert = _same(one.alert_reference, other.alert_reference)
    missing = 1 - words_alike
    for is_same, weight in (
        (same_order, SAME_ORDER),
        (same_asset, SAME_ASSET),
        (same_reference, SAME_REFERENCE),
        (same_alert, SAME_ALERT),
    ):
        missing *= 1 - weight if is_same else 1
    return Likeness(
        score=round(1 - missing, 3),
        words_alike=round(words_alike, 3),
        same_order=same_order,
        same_asset=same_asset,
        same_reference=same_reference,
        same_alert=same_alert,
    )


def alike(one: str, other: str) -> float:
    """Return the share of pieces that two texts have in common, of all the pieces of both (Jaccard)."""
    pieces, others = set(_pieces(one)), set(_pieces(other))
    if not pieces or not others:
        return 0.0
    return len(pieces & others) / len(pieces | others)


def _pieces(text: str) -> Iterator[str]:
    """Yield pairs of neighbouring characters of Chinese, and beginnings of the words of other scripts.

    A word of more than four letters counts without its end, so that "stops" and "stopped" are alike.
    """
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).casefold()):
        if run[0] >= _FIRST_IDEOGRAPH and len(run) > 1:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        elif run not in _SMALL_WORDS:
            yield run[:_LONG_WORD] if run.isalpha() else run


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()


_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are at by for from has have in is it its my of on or our please since the this that to was"
        " we with you your",
    )
)
