"""Workbooks handed out to units and collected again: one dialog for every kind."""
