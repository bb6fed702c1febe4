"""The subcommands: reads the words of the command line, does what they say, ends with an exit code."""

from __future__ import annotations

import datetime
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from qwenbrowser import paths
from qwenbrowser.cli import COMMANDS, as_json, as_text, reading, repair, terminal
from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import Ambiguous, CheckFailed, UserError, WrongUse
from qwenbrowser.services import exporting, importing, shipped
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import integrity

Output = Iterator[str]

StoryOption = Annotated[
    Path | None, typer.Option("--story", metavar="PATH", help="The story; without it the one shipped.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A story file (JSON).")]


def main(argv: Sequence[str]) -> int:
    """Run one subcommand and give the exit code.

    0 done; 1 not found, ambiguous or a failed check; 2 wrong use; 3 the story is unusable. Errors are one
    line on standard error, never a traceback; a reader that has seen enough (`| head`) is no error.
    """
    try:
        _use_utf8()
        output = _parser()(args=list(argv), prog_name=paths.APP, standalone_mode=False)
        if isinstance(output, int):  # help was asked for and printed
            return output
        for part in output:
            sys.stdout.write(part)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return 0
    except TyperException as error:
        return _fail(f"{error.format_message()} See: {paths.APP} --help", error.exit_code)
    except Ambiguous as error:
        return _fail(f"{error} Candidates: {'; '.join(error.candidates)}", error.exit_code)
    except UserError as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail("interrupted.", 130)
    except OSError as error:
        return _fail(f"{error.filename or 'output'}: {error.strerror}.", 1)
    except Exception:
        return _fail(f"unexpected error. {_logged(traceback.format_exc())}", 1)
    return 0


def _parser() -> typer.Typer:
    """The subcommands; each only returns what it would print, so that nothing runs while words are read."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    commands: dict[str, Callable[..., Output]] = {
        "list": _list,
        "show": _show,
        "check": _check,
        "export-story": _export,
        "import-story": _import,
        "undo": _undo,
        "redo": _redo,
        "history": _history,
        "repair": _repair,
    }
    for name, command in commands.items():
        app.command(name, help=COMMANDS[name])(command)
    return app


def _list(
    kind: Annotated[reading.Kind, typer.Argument(metavar="KIND", help=", ".join(reading.Kind))],
    story: StoryOption = None,
    json: JsonOption = False,
) -> Output:
    with _open(story) as db:
        yield from reading.listing(db, kind, json=json)


def _show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, or a qwen:// link.")],
    story: StoryOption = None,
    json: JsonOption = False,
) -> Output:
    with _open(story) as db:
        yield from reading.shown(db, name, json=json)


def _check(story: StoryOption = None, json: JsonOption = False) -> Output:
    with _open(story) as db:
        problems = integrity.check(db)
    if json:
        yield _json({"ok": not problems, "problems": [as_json.problem(problem) for problem in problems]})
    else:
        yield from (as_text.problem(problem) + "\n" for problem in problems)
    if problems:
        raise CheckFailed(f"{as_text.plural(len(problems), 'problem', 'problems')} found.", "", db.path)
    if not json:
        yield "Sound: the file, its references, its search index, its texts and its quoted words.\n"


def _export(file: FileArgument, story: StoryOption = None, json: JsonOption = False) -> Output:
    with _open(story) as db, terminal.Progress(sys.stderr) as told:
        counts = exporting.write_story_file(file, db, told=told)
    if json:
        yield _json({"file": str(file), "counts": counts})
    else:
        words = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        yield f"{terminal.safe(str(file))}: {words} written.\n"


def _import(file: FileArgument, story: StoryOption = None, json: JsonOption = False) -> Output:
    if story is not None and not story.exists():
        with terminal.Progress(sys.stderr) as told:
            changes = importing.create_story(story, file, told=told)
    else:
        with _open(story, write=True) as db, terminal.Progress(sys.stderr) as told:
            changes = importing.import_story(db, file, told=told)
    yield _json(as_json.changes(changes)) if json else as_text.imported(changes) + "\n"


def _undo(story: StoryOption = None, json: JsonOption = False) -> Output:
    with _open(story, write=True) as db:
        yield _done("Undone", db.undo(), json=json)


def _redo(story: StoryOption = None, json: JsonOption = False) -> Output:
    with _open(story, write=True) as db:
        yield _done("Done again", db.redo(), json=json)


def _history(story: StoryOption = None, json: JsonOption = False) -> Output:
    with _open(story) as db:
        entries = db.history(limit=sys.maxsize)
    if json:
        yield from as_json.listing("history", len(entries), map(as_json.history_entry, entries))
    else:
        yield from (line + "\n" for line in as_text.history(entries) or ["Nothing was done in this story."])


def _repair(
    story: StoryOption = None,
    backup: Annotated[Path | None, typer.Option(metavar="FILE", help="Restore this backup.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make a new file of what can be read.")] = False,
    json: JsonOption = False,
) -> Output:
    if backup is not None and rebuild:
        raise WrongUse("Give either --backup or --rebuild.", f"See: {paths.APP} repair --help")
    path = shipped.ensure_shipped() if story is None else story
    if backup is not None:
        answer = repair.restored(path, backup)
    else:
        answer = repair.rebuilt(path) if rebuild else repair.choices(path)
    yield from [_json(answer[0])] if json else repair.text(answer)


def _done(what: str, changes: Changes, *, json: bool) -> str:
    if json:
        return _json(as_json.changes(changes))
    words = ", ".join(f"{count} {table}" for table, count in changes.counts.items())
    return f"{what}: {terminal.safe(changes.label)} ({words}).\n"


def _open(story: Path | None, *, write: bool = False) -> Database:
    """The story that was named, or the shipped one; says on standard error what the user should know."""
    db = Database.open(shipped.ensure_shipped() if story is None else story, write=write)
    if db.notice:
        _say(db.notice)
    return db


def _json(value: as_json.Json) -> str:
    return as_json.dumps(value, indent=1) + "\n"


def _use_utf8() -> None:
    """JSON is UTF-8 on every system; what a terminal cannot take comes as an escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say(message: str) -> None:
    with suppress(OSError):
        sys.stderr.write(f"{paths.APP}: {terminal.safe(message)}\n")


def _fail(message: str, code: int) -> int:
    _say(message)
    return code


def _forget_output() -> None:
    """Nobody reads standard output any more: keep the interpreter from writing the rest at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _logged(trace: str) -> str:
    """Write a fault of the program to the log and say where."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    log = paths.log_file()
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{now} {trace}\n")
    except OSError as error:
        return f"It could not be written to {log}: {error.strerror}. {trace.splitlines()[-1]}"
    return f"Please report what stands at the end of {log}"
