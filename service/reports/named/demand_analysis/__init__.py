"""客户诉求分析报告: what customers come with, and what comes most often (REQUIREMENTS 75)."""
