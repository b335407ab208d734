"""Asking customers what they think of a resolution."""
