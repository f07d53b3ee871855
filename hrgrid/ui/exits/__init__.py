"""退出管理: cases on the lawful path, early warnings, regulations and rules."""
