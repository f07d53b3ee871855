"""The page of training and competitions: rotation and classes."""
