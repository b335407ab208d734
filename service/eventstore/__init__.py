"""The record in PostgreSQL. `library` has the interfaces of the eventsourcing library over it."""
