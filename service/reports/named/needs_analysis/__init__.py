"""客户需求分析报告: what customers need, from needs, suggestions and enquiries (REQUIREMENTS 101, 133)."""
