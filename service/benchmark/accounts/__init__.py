"""`casebook bench account`: what an account costs that has seen much."""
