"""Templates of certificates on the screen: their words at the left, the sheet at the right."""
