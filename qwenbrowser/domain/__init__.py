"""What the program speaks of: records, dates, citations, changes and errors. Knows no other floor."""
