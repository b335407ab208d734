"""Whether the service lives and is ready, and how it is doing."""
