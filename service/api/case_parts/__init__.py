"""The parts of a case as it is shown, one module a theme."""
