"""The HTTP face: routes, problems, keys. Nothing is decided here."""
