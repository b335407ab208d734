"""Guidelines about how accounts do, and what keeps them."""
