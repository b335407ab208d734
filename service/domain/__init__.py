"""The pure core: facts, wishes, rules and folds. Nothing here reads a clock, makes an id or does I/O."""
