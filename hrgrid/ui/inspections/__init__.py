"""Random inspections on the screen: list, board, the draw before witnesses, results, findings."""
