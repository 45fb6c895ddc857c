"""What a clerk may write: values, facts, models, and the reading of a data folder against them."""
