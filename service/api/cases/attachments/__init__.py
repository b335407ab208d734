"""Files on a case: sent in as they are, listed, and handed out again only as what was sent in."""
