"""Reminders: of what people are reminded in the care of accounts."""
