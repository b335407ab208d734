"""Amounts of money as people write them. Pure."""

UNITS_WITH_OTHER_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""Currencies by how many decimals their smallest unit takes (ISO 4217); all others take two."""

_DECIMALS = {
    currency: decimals
    for decimals, currencies in UNITS_WITH_OTHER_DECIMALS.items()
    for currency in currencies.split()
}


def amount(minor: int, currency: str | None) -> str:
    """Return an amount in the smallest unit of its currency as 1,234.50, without the currency."""
    decimals = _DECIMALS.get(currency or "", 2)
    whole, rest = divmod(abs(minor), 10**decimals)
    fraction = f".{rest:0{decimals}}" if decimals else ""
    return f"{'-' if minor < 0 else ''}{whole:,}{fraction}"
