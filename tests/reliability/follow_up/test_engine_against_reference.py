"""The engine comes to what the slow reference works out from the words of the guideline, day by day."""

import pytest

from tests.reliability.follow_up.alone import lived
from tests.reliability.follow_up.judgement import Found

DAYS = 400
SEED = 2026


@pytest.mark.parametrize("number", range(4))
def test_a_year_of_care_is_as_the_reference_has_it(number: int) -> None:
    found = Found()
    assert list(lived(SEED, number, DAYS, found)) == []
    assert found.raised
