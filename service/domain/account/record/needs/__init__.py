"""What an account needs and buys: needs, opportunities, signals, purchases."""
