"""Yearbooks for print."""
