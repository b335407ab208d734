"""Complaints: the archive and its search."""
