"""What stands on the record of a case for ever, by theme: events, the state they leave, clock triggers."""
