"""The record for other programs: process mining."""
