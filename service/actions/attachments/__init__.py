"""Files on a case."""
