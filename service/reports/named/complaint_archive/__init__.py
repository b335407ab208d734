"""投诉归档分析: the complaints of a period, what they come from and cost (REQUIREMENTS 125, 138)."""
