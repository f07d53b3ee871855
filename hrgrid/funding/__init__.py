"""Room 5, funding: budgets, grants per grid, pay and the ledger, to the fen."""
