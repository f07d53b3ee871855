"""What must never happen, tried on purpose: kills, races, cut lines, changed journals.

`python -m tests.ordeal [NAME…]` runs the full counts and prints runs and losses; the suite runs
small counts of the same, with seeds drawn anew.
"""
