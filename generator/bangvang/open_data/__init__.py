"""The records as data to take away: tables, their forms, their descriptions, feeds."""
