"""Where the rows of a long list stand: as high as they are where one was measured, else as high as most."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import accumulate


class EstimatedRows:
    """`count` rows one below the other, in pixels, each `estimate` high until it is measured.

    Measuring a row moves only what stands below it. Costs follow the number of rows of another height.
    """

    def __init__(self, count: int, estimate: int) -> None:
        self.count = count
        self.estimate = max(1, estimate)
        self._heights: dict[int, int] = {}
        self._other: list[int] = []  # the rows whose height is not the estimate, in order
        self._sums: list[int] | None = [0]

    @property
    def measured(self) -> tuple[int, ...]:
        """The measured rows, in order."""
        return tuple(sorted(self._heights))

    @property
    def mean(self) -> int:
        """The mean height of the measured rows; the estimate where there is none."""
        return sum(self._heights.values()) // len(self._heights) if self._heights else self.estimate

    def is_measured(self, row: int) -> bool:
        return row in self._heights

    def measure(self, row: int, height: int) -> None:
        """Note how high a row is."""
        before = self._heights.get(row, self.estimate)
        self._heights[row] = height
        if before == height:
            return
        if before == self.estimate:
            insort(self._other, row)
        elif height == self.estimate:
            self._other.remove(row)
        self._sums = None

    def height(self, row: int) -> int:
        return self._heights.get(row, self.estimate)

    def top(self, row: int) -> int:
        """The distance of a row's upper edge from that of the first row; of `count`, the whole height."""
        return row * self.estimate + self._more[bisect_left(self._other, row)]

    def at(self, y: int) -> int:
        """The row that covers the distance `y`; `count` below the last one, 0 above the first."""
        before = bisect_right(range(len(self._other)), y, key=lambda number: self.top(self._other[number]))
        if before == 0:
            return max(0, min(self.count, y // self.estimate))
        row = self._other[before - 1]
        below = y - self.top(row + 1)
        return row if below < 0 else min(self.count, row + 1 + below // self.estimate)

    @property
    def _more(self) -> list[int]:
        """How much higher than estimated the first rows of another height are together: of none, of one, …"""
        if self._sums is None:
            more = (self._heights[row] - self.estimate for row in self._other)
            self._sums = list(accumulate(more, initial=0))
        return self._sums
