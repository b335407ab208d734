"""Commands that read and publish policies, calendars, rosters and guidelines."""
