"""What the figures and tables mean, for programs."""
