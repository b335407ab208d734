"""History replayed under other rules: which promises change."""
