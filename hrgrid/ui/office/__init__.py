"""设置: how the screen looks, who works here, the office's rules of the house, its data."""
