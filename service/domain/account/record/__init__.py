"""What stands on the record of an account for ever, by theme: events, state, clock triggers."""
