"""Where the rows of a long list stand: as high as they are where one was measured, else as high as most."""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import accumulate


class EstimatedRows:
    """`count` rows one below the other, in pixels, each `estimate` high until it is measured.

    Measuring a row moves only what stands below it. Costs follow the number of measured rows, not `count`.
    """

    def __init__(self, count: int, estimate: int) -> None:
        self.count = count
        self._estimate = max(1, estimate)
        self._heights: dict[int, int] = {}
        self._rows: list[int] = []
        self._sums: list[int] | None = [0]

    @property
    def measured(self) -> tuple[int, ...]:
        """The measured rows, in order."""
        return tuple(self._rows)

    def is_measured(self, row: int) -> bool:
        return row in self._heights

    def measure(self, row: int, height: int) -> None:
        """Note how high a row is."""
        if row not in self._heights:
            insort(self._rows, row)
        elif self._heights[row] == height:
            return
        self._heights[row] = height
        self._sums = None

    def height(self, row: int) -> int:
        return self._heights.get(row, self._estimate)

    def top(self, row: int) -> int:
        """The distance of a row's upper edge from that of the first row; of `count`, the whole height."""
        if self._sums is None:
            more = (self._heights[measured] - self._estimate for measured in self._rows)
            self._sums = list(accumulate(more, initial=0))
        return row * self._estimate + self._sums[bisect_left(self._rows, row)]

    def at(self, y: int) -> int:
        """The row that covers the distance `y`; `count` below the last one, 0 above the first."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            if self.top(middle + 1) <= y:
                low = middle + 1
            else:
                high = middle
        return low
