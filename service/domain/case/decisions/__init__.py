"""What follows from the wishes of a theme."""
