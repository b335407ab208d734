"""The response times of the departments (跨部门协作响应时效表)."""
