"""What commands print with, and options that several commands read."""
