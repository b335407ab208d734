"""What accounts need: needs with who asks for them, and opportunities with sales."""
