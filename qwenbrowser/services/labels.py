"""What the actions of the journal are called: the templates of all labels that a story keeps."""

from __future__ import annotations

from qwenbrowser.domain.messages import Message

IMPORT = Message("Import %1")

TEMPLATES: tuple[str, ...] = (IMPORT,)
"""A label is stored as its English text; by these it is recognised when it is shown."""
