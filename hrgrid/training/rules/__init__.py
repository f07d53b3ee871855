"""Rules of training and competitions: words, hours, who is due; pure."""
