"""How an account does: its usage, its silence, its health, what keeps it."""
