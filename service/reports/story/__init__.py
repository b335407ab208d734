"""What happened on a case, one sentence an event."""
