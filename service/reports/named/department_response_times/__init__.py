"""跨部门协作响应时效表 with actuals: which department kept which time, and which it did not (63, 82, 97)."""
