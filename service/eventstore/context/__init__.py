"""What else a decision reads: account, rulebook, other cases, look-ups."""
