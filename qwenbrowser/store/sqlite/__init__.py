"""All that is SQLite's own: its SQL, its files, and what happens to them."""
