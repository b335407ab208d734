"""Readings of a case: what its state and events come to, for views, lists and choices. Pure."""
