"""The papers of funding."""
