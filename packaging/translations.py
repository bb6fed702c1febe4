"""The translations: what the code says, the .ts files that hold it, and the .qm files made of them.

Run by `python3 dev.py translate`: brings every `resources/i18n/*.ts` in step with the code, makes its .qm
anew and tells what is still to be translated. lupdate cannot do this: it knows none of the helpers by which
most strings go.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "qwenbrowser"
I18N = ROOT / "resources" / "i18n"
MESSAGES = "messages"
"""The context of what is written in English below the window: messages of errors, notices, labels."""

_HAND_ON = ("_tr", "_translate")
"""Functions that hand on a text which is found where it was written."""

Key = tuple[str, str]
"""Context and English text."""


class NotFindable(Exception):
    """A text that the user reads and that no tool can find: it is not written where it is translated."""


def spoken(folder: Path = CODE) -> dict[Key, str]:
    """Every text that can be translated, with the place of its first use, in the order of the files.

    The command line speaks English and is left out. Raises NotFindable with all places at once.
    """
    found: dict[Key, str] = {}
    problems: list[str] = []
    errors = {
        node.name for node in _parsed(folder / "domain" / "errors.py").body if isinstance(node, ast.ClassDef)
    }
    for path in sorted(folder.rglob("*.py")):
        if path.is_relative_to(folder / "cli"):
            continue
        reader = _Reader(_parsed(path), errors)
        where = path.relative_to(folder.parent).as_posix()
        for key, line in reader.found:
            found.setdefault(key, f"{where}:{line}")
        problems += [f"{where}:{line}: {what}" for what, line in reader.problems]
    if problems:
        raise NotFindable("\n".join(problems))
    return found


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


class _Reader:
    """Finds the texts of one module."""

    def __init__(self, module: ast.Module, errors: set[str]) -> None:
        self._errors = errors
        self._helpers = {"_tr": context} if (context := _context_of_tr(module)) else {}
        self.found: list[tuple[Key, int]] = []
        self.problems: list[tuple[str, int]] = []
        self._visit(module, "")

    def _visit(self, node: ast.AST, owner: str) -> None:
        if isinstance(node, ast.FunctionDef) and node.name in _HAND_ON:
            return
        if isinstance(node, ast.ClassDef):
            owner = node.name
        if isinstance(node, ast.Call):
            self._call(node, owner)
        for child in ast.iter_child_nodes(node):
            self._visit(child, owner)

    def _call(self, call: ast.Call, owner: str) -> None:
        match call.func:
            case ast.Attribute(value=ast.Name(id="self"), attr="tr"):
                self._take(owner, call.args[0])
            case ast.Name(id=name) if name in self._helpers:
                self._take(self._helpers[name], call.args[0])
            case ast.Name(id="translate") | ast.Attribute(attr="translate"):
                context = call.args[0]
                if isinstance(context, ast.Constant) and isinstance(context.value, str):
                    self._take(context.value, call.args[1])
            case ast.Name(id="Message"):
                if not isinstance(call.args[0], ast.Name | ast.Attribute | ast.Starred):
                    self._take(MESSAGES, call.args[0])
            case ast.Name(id=name) if name in self._errors:
                for argument in call.args[:2]:
                    self._take_of_error(argument)

    def _take(self, context: str, text: ast.expr) -> None:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            self.found.append(((context, text.value), text.lineno))
        else:
            self.problems.append(("no literal text is translated here", text.lineno))

    def _take_of_error(self, text: ast.expr) -> None:
        if isinstance(text, ast.IfExp):
            self._take_of_error(text.body)
            self._take_of_error(text.orelse)
        elif isinstance(text, ast.Constant) and text.value:
            self._take(MESSAGES, text)
        elif isinstance(text, ast.JoinedStr | ast.BinOp):
            self.problems.append(("what an error says is neither a literal nor a Message", text.lineno))


def _context_of_tr(module: ast.Module) -> str | None:
    """The context of the module's own `_tr`, if it has one."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == "_tr":
            [context] = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
            return str(context)
    return None


@dataclass(frozen=True, slots=True)
class Translation:
    """A .ts file: the language and what stands for each text; "" for what is not translated yet."""

    path: Path

    @property
    def compiled(self) -> Path:
        return self.path.with_suffix(".qm")

    def read(self) -> dict[Key, str]:
        """What the file holds. Raises ValueError where a text stands there twice."""
        known: dict[Key, str] = {}
        for context in ElementTree.parse(self.path).getroot().iter("context"):
            name = context.findtext("name", "")
            for message in context.iter("message"):
                key, translation = (name, message.findtext("source", "")), message.find("translation")
                if key in known:
                    raise ValueError(f"{key} stands twice in {self.path.name}")
                done = translation is not None and translation.get("type") is None
                known[key] = (translation.text or "") if done and translation is not None else ""
        return known

    def write(self, texts: dict[Key, str]) -> None:
        """Write these texts by context; what has no translation is marked as unfinished."""
        language = self.path.stem.partition("_")[2]
        lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
        lines.append(f'<TS version="2.1" language="{language}" sourcelanguage="en">')
        for context in sorted({key[0] for key in texts}):
            lines += ["<context>", f"    <name>{escape(context)}</name>"]
            for (where, source), translation in texts.items():
                if where == context:
                    lines += _message(source, translation)
            lines.append("</context>")
        self.path.write_text("\n".join([*lines, "</TS>", ""]), encoding="utf-8", newline="\n")

    def compile(self, target: Path) -> None:
        """Make the .qm that the program loads."""
        command = [Path(sys.executable).with_name("pyside6-lrelease"), "-silent", self.path, "-qm", target]
        subprocess.run(command, check=True)


def _message(source: str, translation: str) -> Iterator[str]:
    yield "    <message>"
    yield f"        <source>{escape(source)}</source>"
    if translation:
        yield f"        <translation>{escape(translation)}</translation>"
    else:
        yield '        <translation type="unfinished"></translation>'
    yield "    </message>"


def faults(texts: dict[Key, str]) -> list[str]:
    """What is wrong with translations: missing ones, places and keys that are not those of the English."""
    wrong = []
    for (context, source), translation in texts.items():
        named = f"{context}: {source!r}"
        if not translation:
            wrong.append(f"{named} is not translated")
            continue
        if sorted(re.findall(r"%\d", source)) != sorted(re.findall(r"%\d", translation)):
            wrong.append(f"{named} has other places than {translation!r}")
        if len(re.findall(r"&\w", source)) != len(re.findall(r"&\w", translation)):
            wrong.append(f"{named} has another key than {translation!r}")
        if context != "wording" and source.strip() == source and translation.strip() != translation:
            wrong.append(f"{named}: {translation!r} begins or ends with a space")
    return wrong


def translations() -> list[Translation]:
    """All translations, by language."""
    return [Translation(path) for path in sorted(I18N.glob("qwenbrowser_*.ts"))]


def main() -> int:
    """Bring every translation in step with the code; 1 where something is left to do."""
    texts = spoken()
    missing = 0
    for translation in translations():
        known = translation.read()
        renewed = {key: known.get(key, "") for key in texts}
        translation.write(renewed)
        translation.compile(translation.compiled)
        wrong = faults(renewed)
        missing += len(wrong)
        gone = len(known.keys() - renewed.keys())
        print(f"{translation.path.name}: {len(renewed)} texts, {gone} gone, {len(wrong)} to do")
        for fault in wrong:
            print(f"    {fault}")
    return 1 if missing else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NotFindable as error:
        sys.exit(str(error))
