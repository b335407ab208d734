"""Read models of what is agreed with accounts."""
