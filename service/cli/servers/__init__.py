"""Commands that run a server or ask how one stands."""
