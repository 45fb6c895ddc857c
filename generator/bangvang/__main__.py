"""`python -m bangvang`, for where the command is not on the path."""

from .commands.cli import main

main()
