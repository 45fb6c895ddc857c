"""Which pages there are, what is on each, and how each is cited."""
