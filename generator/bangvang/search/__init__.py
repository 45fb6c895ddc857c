"""What search knows of each page, and its index."""
