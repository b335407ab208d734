"""How many customers stay, buy again, come back to life and rise."""
