"""Whose the late time of a period is."""
