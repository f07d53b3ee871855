"""Public notices and the register of objections to them."""
