"""What the papers of training and competitions say, and the one table of them."""
