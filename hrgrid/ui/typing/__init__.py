"""Tables that are typed into: each cell is shown at once and written beside the screen.

A room says what its cells are, what may be typed into them, how they look and how they are
written; cursor and keys, paste and fill, undo, what is on its way and what was refused are here.
"""
