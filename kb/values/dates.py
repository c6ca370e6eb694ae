"""Dates of reduced precision: a year, a month or a day, as sources give them.

The text form is ISO 8601 reduced precision (``2018``, ``2018-11``, ``2018-11-14``), never padded, so that dates
sort and compare as text. A date that is not known is the absence of a ``PartialDate``, never a special one.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import total_ordering

_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?", re.ASCII)


class Precision(IntEnum):
    """How much of a date is known; a larger value is more precise."""

    YEAR = 1
    MONTH = 2
    DAY = 3


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a year and month, or a day of the Gregorian calendar, in the years 0001 to 9999.

    Ordered by its ISO text: a year comes before its months, a month before its days.
    """

    iso: str

    def __post_init__(self) -> None:
        """Refuse text that is not a possible date, with a message fit to be shown to the person who typed it."""
        match = _ISO.fullmatch(self.iso)
        if match is None:
            raise ValueError(f"“{self.iso}” is not a date: write a year (2018), a month (2018-11) or a day (2018-11-14).")
        year, month, day = (int(part) if part else None for part in match.groups())
        if not year:
            raise ValueError(f"“{self.iso}” is not a date: years run from 0001 to 9999.")
        if month is not None and not 1 <= month <= 12:
            raise ValueError(f"“{self.iso}” is not a date: there is no month {month:02}.")
        if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise ValueError(f"“{self.iso}” is not a date: {calendar.month_name[month]} {year} has no day {day:02}.")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ISO text, forgiving white space around it.

        Raises:
            ValueError: it is no date; the message says in words what is wrong.
        """
        return cls(text.strip())

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return Precision(self.iso.count("-") + 1)

    @property
    def year(self) -> int:
        """The year, which every date has."""
        return int(self.iso[:4])

    @property
    def earliest(self) -> datetime.date:
        """The first day that the date can mean."""
        year, month, day = [*map(int, self.iso.split("-")), 1, 1][:3]
        return datetime.date(year, month, day)

    @property
    def latest(self) -> datetime.date:
        """The last day that the date can mean."""
        first = self.earliest
        if self.precision is Precision.YEAR:
            return first.replace(month=12, day=31)
        if self.precision is Precision.MONTH:
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return first

    def overlaps(self, other: PartialDate) -> bool:
        """Whether both can mean the same day: 2018 overlaps 2018-11, 2018-10 does not."""
        return self.iso.startswith(other.iso) or other.iso.startswith(self.iso)

    def __lt__(self, other: PartialDate) -> bool:
        """Order by ISO text."""
        return self.iso < other.iso

    def __str__(self) -> str:
        """Give the ISO text."""
        return self.iso
