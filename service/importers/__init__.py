"""Rows of another system's file become commands, so that every rule holds for what is taken over, too."""
