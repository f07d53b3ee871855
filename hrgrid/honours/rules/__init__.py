"""The rules of the selection: words, eligibility, scheme, weights, rows, scoring, selection."""
