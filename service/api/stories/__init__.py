"""Histories told as stories."""
