"""Which time counts: calendars as data, compiled to answer in two bisects."""
