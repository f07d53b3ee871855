"""Marks of several judges: seats, keyings, recusals; used by competitions, interviews, reviews."""
