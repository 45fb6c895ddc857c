"""How well, how fast and how cheaply a reader finds what the archive holds: an invented archive, queries, engines."""
