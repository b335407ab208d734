"""Commands over HTTP: one a request, or many in a batch."""
