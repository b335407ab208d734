"""服务绩效报告: response, resolution and satisfaction of a period (REQUIREMENTS 58, 76, 80)."""
