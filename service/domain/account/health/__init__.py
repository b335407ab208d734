"""How an account does, by rules of the house. Pure."""
