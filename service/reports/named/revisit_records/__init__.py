"""回访记录表 as a document (REQUIREMENTS 117)."""
