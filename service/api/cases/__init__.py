"""Cases: commands, state, history, lists."""
