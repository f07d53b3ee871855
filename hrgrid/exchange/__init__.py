"""Tables in and out: import jobs, forms handed out and collected, packages between offices."""
