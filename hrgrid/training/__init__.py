"""Room 3, training: courses and rotation training, skill competitions."""
