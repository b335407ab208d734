"""How followers learn of new events: announced, heard, or read from the feed."""
