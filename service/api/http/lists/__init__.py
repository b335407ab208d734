"""Pages of lists: cursors, links, how fresh they are."""
