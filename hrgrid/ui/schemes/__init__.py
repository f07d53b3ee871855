"""考核方案和指标: the tables people are assessed by, what they read, and figures typed by hand."""
