"""The use cases of funding."""
