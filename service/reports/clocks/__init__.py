"""The clocks of a case or account: their history, time left and time late."""
