"""Rules on the record: policies, calendars, rosters, guidelines."""
