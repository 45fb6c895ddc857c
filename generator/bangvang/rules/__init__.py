"""What must hold across the records."""
