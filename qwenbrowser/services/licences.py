"""What the program is made with, and under which licences: as the installed packages say it themselves."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

_PROGRAM = "qwenbrowser"
_WORD = re.compile(r"[A-Za-z0-9._-]+")
_FONT = "fontpkg-"
_PREFIX = "License :: "
_LONGEST = 120  # characters; some packages put the whole licence where its name belongs


@dataclass(frozen=True, slots=True)
class Part:
    """A library, a font or an interpreter; `licence` is "" where its package does not state one."""

    name: str
    version: str
    licence: str


def parts() -> list[Part]:
    """Python, SQLite and every package that the program needs, directly or not, by name.

    A package without its description, as in a bundle that left it out, is not listed.
    """
    found = [
        Part("Python", platform.python_version(), "PSF-2.0"),
        Part("SQLite", sqlite3.sqlite_version, "Public domain"),
        *map(_part, _needed()),
    ]
    return sorted(found, key=lambda part: part.name.casefold())


def _needed() -> Iterator[metadata.Distribution]:
    """The installed packages that the program asks for, and those that these ask for."""
    waiting, seen = [_PROGRAM], {_PROGRAM}
    while waiting:
        try:
            package = metadata.distribution(waiting.pop())
        except metadata.PackageNotFoundError:
            continue  # needed on another system only
        if package.metadata["Name"] != _PROGRAM:
            yield package
        for requirement in package.requires or ():
            named = _WORD.match(requirement)
            name = re.sub(r"[-_.]+", "-", named[0]).lower() if named else ""
            if name and name not in seen and "extra ==" not in requirement:
                seen.add(name)
                waiting.append(name)


def _part(package: metadata.Distribution) -> Part:
    name = package.metadata["Name"]
    if name.startswith(_FONT):
        name = f"{name.removeprefix(_FONT).replace('-', ' ').title()} ({name})"
    return Part(name, package.version, _licence(package))


def _licence(package: metadata.Distribution) -> str:
    """The licence by the newest of the three places where a package may name it."""
    stated = package.metadata
    for key in ("License-Expression", "License"):
        line = next(iter(stated.get_all(key) or ()), "").strip()
        if line and "\n" not in line and len(line) <= _LONGEST:
            return line
    classifiers = [line for line in stated.get_all("Classifier") or () if line.startswith(_PREFIX)]
    return ", ".join(line.split(" :: ")[-1] for line in classifiers)
