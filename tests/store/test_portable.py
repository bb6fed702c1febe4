"""What is SQLite's own stands in one package, so that another database needs another package and no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "qwenbrowser"
ELSEWHERE = [path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "store" / "sqlite"]
OWN = re.compile(
    r"\bPRAGMA\b|\bsqlite_(schema|master|sequence)\b|\bfts5\b|\bMATCH\b|INSERT OR |\browid\b|\btext\(['\"]"
)


@pytest.mark.parametrize("module", ELSEWHERE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sql_of_one_database_elsewhere(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if OWN.search(line) and not line.lstrip().startswith("#")]
    assert found == []


def test_the_test_knows_what_it_looks_for() -> None:
    own = (PACKAGE / "store" / "sqlite" / "dialect.py").read_text(encoding="utf-8")
    assert len(OWN.findall(own)) > 5
