"""What a write touched: the value every service verb returns."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """What one action did.

    `label` is what the undo menu shows ("Import Qwen leadership change"). `tables` names the tables
    touched, `uids` the rows that are known outside by uid. `counts` says how many rows were added,
    kept or removed, by table. `entry` is the id in the journal, None where nothing was written.
    """

    label: str
    tables: frozenset[str] = frozenset()
    uids: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)
    entry: int | None = None

    def __bool__(self) -> bool:
        return self.entry is not None
