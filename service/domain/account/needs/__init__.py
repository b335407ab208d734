"""Needs that accounts ask for: their words, and how they stand with others."""
