"""What the pages of batches, classes and competitions are built of: levels, lists, forms, words."""
