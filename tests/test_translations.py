"""Every text of the code has its translation, and the tool that sees to it finds what it should."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from qwenbrowser.language import LANGUAGES
from qwenbrowser.services.labels import TEMPLATES

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The module `packaging/translations.py`."""
    path = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("qwenbrowser_translations", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A package that says nothing yet."""
    folder = tmp_path / "program"
    (folder / "domain").mkdir(parents=True)
    (folder / "domain" / "errors.py").write_text("class NotFound(Exception): ...\n")
    return folder


# What is committed


def test_every_language_but_english_has_its_file(tool: ModuleType) -> None:
    names = [one.path.stem.partition("_")[2] for one in tool.translations()]
    assert names == sorted(set(LANGUAGES) - {"en"})


def test_every_text_is_translated_and_no_translation_is_unused(tool: ModuleType) -> None:
    """Where this fails: `python3 dev.py translate`, translate what it names, and run it again."""
    texts = tool.spoken()
    for translation in tool.translations():
        known = translation.read()
        assert [key for key in texts if key not in known] == []
        assert [key for key in known if key not in texts] == []
        assert tool.faults(known) == []


def test_what_the_program_loads_is_made_of_the_translation(tool: ModuleType, tmp_path: Path) -> None:
    for translation in tool.translations():
        made = tmp_path / translation.compiled.name
        translation.compile(made)
        assert made.read_bytes() == translation.compiled.read_bytes(), "run `python3 dev.py translate`"


def test_a_file_is_as_the_tool_writes_it(tool: ModuleType, tmp_path: Path) -> None:
    for translation in tool.translations():
        copy = tool.Translation(tmp_path / translation.path.name)
        copy.write(translation.read())
        assert copy.path.read_bytes() == translation.path.read_bytes()


def test_every_label_is_a_text_of_the_messages(tool: ModuleType) -> None:
    assert {(tool.MESSAGES, template) for template in TEMPLATES} <= tool.spoken().keys()


# The tool


def test_texts_are_found_by_every_way_of_saying_them(tool: ModuleType, code: Path) -> None:
    (code / "pane.py").write_text(
        """
def _tr(text):
    return QCoreApplication.translate("panes", text)

class Pane(QWidget):
    def say(self):
        self.tr("by its class")
        _tr("by the module's own function")
        translate("citing", "by a function that is given" " in two pieces")
        self.translate("citing", "by one that is held")
        painter.translate(2, 3)
        raise NotFound(Message("There is no %1.", 3), "Look." if here else "Ask.", path)
        raise NotFound(problem, "", path)
        Message(labels.IMPORT, title)
"""
    )
    assert list(tool.spoken(code)) == [
        ("Pane", "by its class"),
        ("panes", "by the module's own function"),
        ("citing", "by a function that is given in two pieces"),
        ("citing", "by one that is held"),
        ("messages", "Look."),
        ("messages", "Ask."),
        ("messages", "There is no %1."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "self.tr(text)",
        'self.tr(f"{count} people")',
        '_tr("%1" if one else "%2")',
        'translate("citing", text)',
        'raise NotFound(f"There is no {name}.")',
        'raise NotFound("There is no " + name)',
        'raise NotFound(Message(f"There is no {name}."))',
    ],
)
def test_a_text_that_cannot_be_found_is_refused_with_its_place(
    tool: ModuleType, code: Path, line: str
) -> None:
    helper = 'def _tr(text):\n    return QCoreApplication.translate("panes", text)\n'
    (code / "pane.py").write_text(f"{helper}class Pane:\n    def say(self):\n        {line}\n")
    with pytest.raises(tool.NotFindable, match=r"^program/pane\.py:5: "):
        tool.spoken(code)


def test_the_command_line_is_left_out(tool: ModuleType, code: Path) -> None:
    (code / "cli").mkdir()
    (code / "cli" / "main.py").write_text('raise NotFound(f"{name}", "Look.")\n')
    assert tool.spoken(code) == {}


def test_translations_are_written_and_read_again(tool: ModuleType, tmp_path: Path) -> None:
    translation = tool.Translation(tmp_path / "qwenbrowser_zh_CN.ts")
    texts = {
        ("b", '&File <1> "2"'): "文件 <1>(&F)",
        ("a", "two\nlines"): "两\n行",
        ("b", "not yet"): "",
    }
    translation.write(texts)
    assert translation.read() == texts
    assert 'language="zh_CN"' in translation.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        ("word", "", "词"),
        ("%1 of %2", "%1", "%2 之 %1"),
        ("%1 quotes", "%1 条 %1", "%1 条"),
        ("&File", "文件", "文件(&F)"),
        ("File", "文件(&F)", "文件"),
        ("Search && find", "搜索 (&S)", "搜索 && 查找"),
        ("word", "词 ", "词"),
    ],
)
def test_a_translation_that_does_not_fit_is_a_fault(
    tool: ModuleType, source: str, wrong: str, right: str
) -> None:
    assert len(tool.faults({("Pane", source): wrong})) == 1
    assert tool.faults({("Pane", source): right}) == []
