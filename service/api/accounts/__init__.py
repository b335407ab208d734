"""Customer accounts: commands, state, history, lists."""
