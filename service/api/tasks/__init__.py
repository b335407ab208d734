"""Tasks: what somebody has to do for a case."""
