"""Case, account and rulebook alike: how they decide, fold, keep time, and take what is told late."""
