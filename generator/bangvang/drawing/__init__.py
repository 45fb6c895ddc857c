"""Pages to HTML."""
