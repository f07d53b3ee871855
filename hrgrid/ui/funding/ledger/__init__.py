"""台账: postings, months, what was taken back."""
