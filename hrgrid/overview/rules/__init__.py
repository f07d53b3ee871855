"""Pure rules of what spans the rooms: duties that fall due, and the age of retirement."""
