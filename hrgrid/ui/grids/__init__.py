"""Grids on the screen: the list of a part, one grid's card, and what is done to them."""
