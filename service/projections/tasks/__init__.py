"""What somebody has to do for a case: asked of whom, held by whom, since when."""
