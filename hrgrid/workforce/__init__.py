"""Room 1, workforce: areas, grids, people and their posts."""
