"""A share in figures."""


def shown_share(share: float) -> str:
    """Return a share of one as a percentage with one decimal.

    What is less than all is never shown as 100 %, and what is more than nothing never as 0 %: one late case
    among thousands is what a reader looks for.
    """
    shown = f"{share:.1%}"
    if shown == "100.0%" and share < 1:
        return ">99.9%"
    if shown == "0.0%" and share > 0:
        return "<0.1%"
    return shown


def shown_change(part: float) -> str:
    """Return by which part something has changed, as a percentage with its sign."""
    return f"{part:+.1%}" if part else f"{part:.1%}"
