"""What assessment takes in from files."""
