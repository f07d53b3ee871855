"""Questions about training and competitions."""
