"""回访总结报告 as a document (REQUIREMENTS 117)."""
