"""Where the program starts: a subcommand goes to the command line, anything else opens the window."""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Sequence

from qwenbrowser import __version__
from qwenbrowser.cli import COMMANDS

READER_CHILD = "--reader-child"
"""The program starts itself with this word to read files of others; see `services.story_child`."""

_WINDOW_HELP = """\
usage: qwenbrowser [STORY] [options]         open the window
       qwenbrowser SUBCOMMAND [options]      without a window

Who said what, when, and how do we know?

options of the window:
  --select NAME|URI      choose a person, an organisation, a product or what a qwen:// link leads to
  --screenshot FILE.png  write a picture of the window and end
  --size WxH             size of the window in pixels
  --theme light|dark     colours
  --self-check           open a window and check that everything is there
  --version              print the version and end
  --help                 print this and end

subcommands (each has --help; --story PATH and --json are understood by all):
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the words after its name; gives the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    first = words[0] if words else ""
    if first == READER_CHILD:
        from qwenbrowser.services.story_child import main as read_for_another_process

        return read_for_another_process()
    if first in COMMANDS:
        from qwenbrowser.cli.main import main as run_subcommand

        return run_subcommand(words)
    if first in ("--help", "-h"):
        sys.stdout.write(_WINDOW_HELP + "".join(f"  {name:<21}  {text}\n" for name, text in COMMANDS.items()))
        return 0
    if first == "--version":
        sys.stdout.write(f"qwenbrowser {__version__}\n")
        return 0
    return _open_window(words)


def _open_window(words: list[str]) -> int:
    """Open the window with what makes every start quicker.

    PySide6 puts a hook before `import` for its `from __feature__ import`, which is not used here: it reads
    the source of every module and keeps all lines. No garbage is looked for until a story is painted.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain
    gc.disable()
    from qwenbrowser.app import main as open_window

    return open_window(words)


if __name__ == "__main__":
    sys.exit(main())
