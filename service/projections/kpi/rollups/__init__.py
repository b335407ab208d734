"""Figures kept as sums by day, month and group, and corrected by what was told since: see ADR 0045."""
