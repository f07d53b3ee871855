"""What funding knows without a database: words, rules, grants, pay, balances (rules.md 5)."""
