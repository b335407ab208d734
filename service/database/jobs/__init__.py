"""Jobs in the schema `jobs`: reads that are answered later, and what came out. Decision 0047."""
