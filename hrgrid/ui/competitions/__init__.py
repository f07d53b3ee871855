"""Competitions on the screen: the board of one, its events, closing and prizes."""
