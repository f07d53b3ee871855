"""操作留痕: the list, one entry in full, and the words for its codes."""
