"""Facts in the order in which they happened, however late they are told."""
