"""Rows as they were at an earlier position of the record."""
