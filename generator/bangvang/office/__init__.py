"""What helps clerks to write records: forms, lists, one canonical form, ledgers, the editor."""
