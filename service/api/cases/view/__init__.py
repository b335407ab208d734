"""What a case shows, one module a theme."""
