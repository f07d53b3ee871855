"""网格与人员: the tree, the list of people with its conditions, one person's card, vacant grids."""
