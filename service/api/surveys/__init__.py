"""Surveys: whom to invite, and the invitation."""
