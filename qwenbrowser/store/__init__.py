"""The store: the only floor that knows SQL. Rows stay inside; frozen records leave."""
