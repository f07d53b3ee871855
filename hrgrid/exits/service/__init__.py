"""The use cases of exits."""
