"""What goes wrong, as RFC 9457 problems in the reader's language."""
