"""What stands between a finished build and its readers."""
