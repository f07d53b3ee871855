"""Deeds on areas, people and posts."""
