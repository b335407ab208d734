"""Use cases about how accounts do."""
