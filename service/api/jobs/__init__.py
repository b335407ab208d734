"""Jobs: reads that are answered later. Decision 0047."""
