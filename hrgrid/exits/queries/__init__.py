"""What the screens and papers of exits read."""
