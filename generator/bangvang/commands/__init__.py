"""The command line, an adapter."""
