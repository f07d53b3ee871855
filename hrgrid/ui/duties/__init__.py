"""待办: the page of what falls due, and what one does about it."""
