"""Policies, calendars, rosters and guidelines as files."""
