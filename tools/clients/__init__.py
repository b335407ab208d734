"""Programs of others that read Casebook, each in an environment of its own."""
