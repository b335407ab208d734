"""An amount is shown in the units of its currency."""

import pytest

from service.language.money import amount


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (123_450, "CNY", "1,234.50"),
        (5, "USD", "0.05"),
        (0, "EUR", "0.00"),
        (123_450, "JPY", "123,450"),
        (1_234_567, "KWD", "1,234.567"),
        (7, "BHD", "0.007"),
        (-150, "CNY", "-1.50"),
        (150, None, "1.50"),
        (10**20 + 1, "CNY", "1,000,000,000,000,000,000.01"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(minor: int, currency: str | None, written: str) -> None:
    assert amount(minor, currency) == written
