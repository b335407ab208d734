"""States kept at hand: in memory and as snapshots, and how they stay true."""
