"""Surveys, one row an invitation, and the queue of those that are due."""
