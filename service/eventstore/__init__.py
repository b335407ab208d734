"""The record in PostgreSQL: the adapter to the eventsourcing library and the one way in for events."""
