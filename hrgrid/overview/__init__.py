"""What spans the rooms: the dashboard, cards of a person and a grid, open duties."""
