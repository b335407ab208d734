"""Read models of what accounts need and buy."""
