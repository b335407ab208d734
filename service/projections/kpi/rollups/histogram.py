"""Histograms whose buckets are so narrow that a percentile read from them is less than 1 % off. Pure.

A bucket holds the values between two powers of a base. Histograms are merged by adding the numbers of their
buckets up, and what was counted can be taken off again. A code names a bucket of one of many distributions.
"""

import math
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Double, Integer, cast, func

ERROR = 0.0095
"""How far a percentile may be off, relative to it. Less than 1 %: floating numbers round."""
_LOG = math.log((1 + ERROR) / (1 - ERROR))
_SMALLEST, _LARGEST = 1e-6, 1e12
_SHIFT = 1_000
"""Added to the power of the base, which is negative for values below 1: a bucket is above 0."""
_CODES = 8_192
"""Codes a distribution: half of them are of values below 0."""


def code_of(number: int, value: ColumnElement[float]) -> ColumnElement[int]:
    """Return the SQL of the code of a value of a distribution; null where the value is."""
    measured = cast(value, Double)
    power = func.ceil(func.ln(func.least(func.greatest(func.abs(measured), _SMALLEST), _LARGEST)) / _LOG)
    return number * _CODES + _CODES // 2 + cast(func.sign(measured) * (power + _SHIFT), Integer)


def distributions(codes: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return the buckets of each distribution, in order, with how often each was counted."""
    added: dict[int, int] = {}
    for code, times in codes:
        added[code] = added.get(code, 0) + times
    found: dict[int, list[tuple[int, int]]] = {}
    for code in sorted(added):
        if times := added[code]:
            found.setdefault(code // _CODES, []).append((code % _CODES, times))
    return found


def percentile_of(buckets: Sequence[tuple[int, int]], share: float) -> float | None:
    """Return the percentile, between the same two values as `percentile_cont`; None where nothing counts."""
    place = share * (sum(times for _, times in buckets) - 1)
    if place < 0:
        return None
    below, above = (_value_at(buckets, at) for at in (math.floor(place), math.ceil(place)))
    return below + (above - below) * (place - math.floor(place))


def _value_at(buckets: Iterable[tuple[int, int]], place: int) -> float:
    for bucket, times in buckets:
        place -= times
        if place < 0:
            return _value_of(bucket - _CODES // 2)
    raise IndexError(place)


def _value_of(bucket: int) -> float:
    if bucket == 0:
        return 0.0
    value = (1 - ERROR) * math.exp((abs(bucket) - _SHIFT) * _LOG)
    return value if bucket > 0 else -value
