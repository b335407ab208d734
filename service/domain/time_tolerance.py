"""How far apart two honest clocks may be."""

from datetime import timedelta

CLOCK_TOLERANCE = timedelta(minutes=5)
