"""The records linked, and what can be asked of them."""
