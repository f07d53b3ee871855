"""What is decided of marks without a database: the rule, totals, suspects, what still blocks."""
