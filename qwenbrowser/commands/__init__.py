"""What the user can do: the `Command` type and its catalogue."""
