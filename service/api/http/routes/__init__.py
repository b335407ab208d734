"""How routes are registered and described."""
