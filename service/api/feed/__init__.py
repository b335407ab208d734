"""The record itself, in order."""
