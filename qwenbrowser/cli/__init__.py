"""The command line, without Qt. This module only names the subcommands, so that a window starts fast."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "list": "List people, events, quotes or another kind of thing.",
        "show": "Show all that the story holds about one person, organisation or product.",
        "check": "Check the file, its search index, its texts and its quoted words.",
        "export-story": "Write the whole story to a story file (JSON).",
        "import-story": "Add a story file (JSON) to a story, or make a new story of it.",
        "undo": "Take back the latest action.",
        "redo": "Do again what was taken back.",
        "history": "List the actions, the latest first.",
        "repair": "Restore a damaged story from a backup, or rebuild it.",
    }
)
"""Subcommands and what each does."""
