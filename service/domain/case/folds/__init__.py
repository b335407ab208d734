"""How a case changes by the facts of a theme."""
