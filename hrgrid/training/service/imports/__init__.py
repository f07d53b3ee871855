"""Rows of other tables that become attendance, marks and earlier training."""
