"""Revisits and improvements: what is due, missed, held."""
