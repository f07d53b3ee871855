"""The database; knows no feature."""
