"""The fonts: Source Serif 4 for the words of sources, the system's font or Inter for the program's own."""

from __future__ import annotations

import os
import unicodedata

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QTextLayout

from qwenbrowser.theme.leading import with_leading
from qwenbrowser.theme.tokens import BODY, READING, READING_LINE, REGULAR

SANS = "Inter"
SERIF = "Source Serif 4"
FONT_VARIABLE = "QWENBROWSER_FONT"  # "inter": Inter even where the system has fonts
SMALLEST, USUAL, LARGEST = 80, 100, 200  # of the size of type, in percent
STEP = 10

# Qt thickens a font that it believes to be lighter than asked for: it does not see the weight axis.
_HEAVIEST_UNDER_QT = 600
_NO_DESKTOP = ("offscreen", "minimal")
# A feature that no font has: it carries the size before scaling along, so that a font can be made again.
_BASE = QFont.Tag("qbpx")


class Fonts:
    """Makes fonts by size and weight. Needs a QGuiApplication; raises RuntimeError if a font is unusable.

    A font file is read when a font of it is made for the first time: the first paint needs no serif.
    """

    def __init__(self) -> None:
        self.family = _system_family()
        self.percent = USUAL
        self._made: dict[tuple[str, int, int, bool], QFont] = {}

    @property
    def scale(self) -> float:
        """By what sizes that follow the type are multiplied; 1 at the usual size."""
        return self.percent / USUAL

    def resize(self, percent: int) -> None:
        """Make fonts of another size from now on, within `SMALLEST` and `LARGEST` percent."""
        self.percent = max(SMALLEST, min(LARGEST, percent))
        self._made.clear()

    def again(self, font: QFont) -> QFont | None:
        """A font made here, at the present size; None for a font that was made elsewhere."""
        if not font.isFeatureSet(_BASE):
            return None
        result = QFont(font)
        _set_size(result, font.featureValue(_BASE), self.scale)
        return result

    def ui(self, px: int = BODY, weight: int = REGULAR, *, italic: bool = False) -> QFont:
        """The font of the program's own words, `px` pixels high at the usual size."""
        return self._font(self.family or SANS, px, weight, italic)

    def serif(self, px: int = READING, weight: int = REGULAR, *, italic: bool = False) -> QFont:
        """The font of quotes and of the reader; `tokens.READING_LINE` is already in its line height."""
        return self._font(SERIF, px, weight, italic)

    def _font(self, family: str, px: int, weight: int, italic: bool) -> QFont:
        key = (family, px, weight, italic)
        if key not in self._made:
            _register(family, italic)
            self._made[key] = _make(*key, scale=self.scale)
        return QFont(self._made[key])


def _make(family: str, px: int, weight: int, italic: bool, *, scale: float) -> QFont:
    font = QFont(family)
    _set_size(font, px, scale)
    font.setItalic(italic)
    font.setWeight(QFont.Weight(weight))
    if family in (SANS, SERIF):
        font.setWeight(QFont.Weight(min(weight, _HEAVIEST_UNDER_QT)))
        font.setVariableAxis(QFont.Tag("wght"), weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _set_size(font: QFont, px: int, scale: float) -> None:
    font.setFeature(_BASE, px)
    font.setPixelSize(round(px * scale))
    if font.family() in (SANS, SERIF):
        font.setVariableAxis(QFont.Tag("opsz"), font.pixelSize())


def _system_family() -> str | None:
    """The family of the desktop's font, None where there is no desktop or it has no font."""
    if QGuiApplication.platformName() in _NO_DESKTOP or os.environ.get(FONT_VARIABLE) == "inter":
        return None
    if not [name for name in QFontDatabase.families() if name not in (SANS, SERIF)]:
        return None
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def _register(family: str, italic: bool) -> None:
    """Give the application the file of one of our fonts; once is enough."""
    mark = f"{family} {'italic' if italic else 'upright'}"
    app = QGuiApplication.instance()
    if app is None:
        raise RuntimeError("fonts need an application")
    if family not in (SANS, SERIF) or app.property(mark):
        return
    if family == SERIF:
        import fontpkg_source_serif_4 as package
    else:
        import fontpkg_inter as package
    path = next(path for path in package.ROOT.glob("files/*.ttf") if ("Italic" in path.name) == italic)
    if family == SERIF:
        known = QFontDatabase.addApplicationFontFromData(with_leading(path.read_bytes(), READING_LINE))
    else:  # from the file, of which only what is used comes into memory
        known = QFontDatabase.addApplicationFont(str(path))
    if known < 0:
        raise RuntimeError(f"the font {family} could not be loaded from {path}")
    app.setProperty(mark, True)


def missing_glyphs(text: str, font: QFont) -> list[str]:
    """The characters of `text` that neither the font nor any fallback of the system can show, sorted."""
    return [char for char in sorted(set(text)) if _is_drawn(char) and not _has_glyph(char, font)]


def _is_drawn(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Mn", "Zs", "Zl", "Zp")


def _has_glyph(char: str, font: QFont) -> bool:
    layout = QTextLayout(char, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    indexes = [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
    return bool(indexes) and 0 not in indexes
