"""Text, tables and workbooks to plain values with places."""
