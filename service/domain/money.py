"""Amounts of money: whole numbers of the smallest unit (分, cents), beside their currency."""

from typing import Annotated

from pydantic import Field, StrictInt

HOUSE_CURRENCY = "CNY"
AmountMinor = Annotated[StrictInt, Field(ge=0, le=10**15)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
