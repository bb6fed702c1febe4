"""Verbs that read or write a whole story: they take a `Database` and return `Changes` or a story file."""
