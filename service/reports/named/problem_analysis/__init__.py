"""问题分析报告: the problems of a month as product, service and communication, and who gets them (161)."""
