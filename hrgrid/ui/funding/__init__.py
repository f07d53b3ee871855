"""经费与待遇: budgets down the tree, grants by grid, the pay of a month, the ledger."""
