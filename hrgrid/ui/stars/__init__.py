"""Stars of people and grids: rounds, their rule, the themes of grids."""
