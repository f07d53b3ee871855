"""What funding is asked: frozen rows, never tables."""
