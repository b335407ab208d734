"""Read models of how accounts do."""
