"""What happened in the course of a case: one row each time."""
