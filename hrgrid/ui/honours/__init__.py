"""十百千评选: places, nominees and why, from the plan of a year to its certificates."""
