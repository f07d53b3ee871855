"""导入数据: choose files, say what their columns mean, look at every problem, import, take back."""
