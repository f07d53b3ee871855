"""A made-up office and its year, told through the use cases only."""
