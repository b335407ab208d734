"""Use cases that look around before they record, for HTTP, console and command line. No web framework."""
