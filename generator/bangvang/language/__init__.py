"""What the program says and how Vietnamese is written: problems, words, text, keys."""
