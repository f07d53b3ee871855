"""The score grid: marks by keyboard, totals and places live beside them."""
