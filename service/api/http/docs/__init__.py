"""The documentation as the service shows it."""
