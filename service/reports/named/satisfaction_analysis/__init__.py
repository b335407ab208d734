"""满意度统计分析报告, to the departments concerned and the general manager (REQUIREMENTS 96)."""
