"""Routes about how accounts do: usage, silence, health, what keeps them."""
