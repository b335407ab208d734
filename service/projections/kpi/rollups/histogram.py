"""Histograms whose buckets are so narrow that a percentile read from them is less than 1 % off. Pure.

A bucket holds the values between two powers of a base. Histograms are merged by adding the numbers of their
buckets up, and what was counted can be taken off again. A code names a bucket of one of many distributions.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

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


class Histograms:
    """How often each code was counted: several histograms, merged of any number of countings."""

    def __init__(self) -> None:
        self._times: dict[int, int] = {}
        # In order, with how many were counted below each; made at the first question.
        self._codes: Sequence[int] = ()
        self._counted: Sequence[int] = (0,)

    def add(self, codes: Iterable[int], times: Iterable[int]) -> None:
        """Take codes in, each so many times."""
        for code, more in zip(codes, times, strict=False):
            self._times[code] = self._times.get(code, 0) + more
        self._codes = ()

    def percentile(self, number: int, share: float) -> float | None:
        """Return a percentile of a distribution, between the same two values as `percentile_cont`.

        None where nothing counts.
        """
        if not self._codes:
            self._codes = sorted(self._times)
            self._counted = [0, *accumulate(map(self._times.__getitem__, self._codes))]
        first, end = (bisect_left(self._codes, at * _CODES) for at in (number, number + 1))
        before = self._counted[first]
        place = share * (self._counted[end] - before - 1)
        if place < 0:
            return None
        below, above = (self._value_at(before + at) for at in (math.floor(place), math.ceil(place)))
        return below + (above - below) * (place - math.floor(place))

    def _value_at(self, place: int) -> float:
        return _value_of(self._codes[bisect_right(self._counted, place) - 1] % _CODES - _CODES // 2)


def _value_of(bucket: int) -> float:
    if bucket == 0:
        return 0.0
    value = (1 - ERROR) * math.exp((abs(bucket) - _SHIFT) * _LOG)
    return value if bucket > 0 else -value
