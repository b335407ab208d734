"""Where a state does not suffice: what a decision depends on lies further back than the state remembers."""


class HistoryNeededError(LookupError):
    """The state has let go of what the answer depends on: decide again with the whole history."""
