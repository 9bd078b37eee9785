"""期間

The last day of a period of months: its first day is not counted, months are those of the calendar, and a day
that the last month lacks is its last. A last day that is a holiday is not put off here.

Source: 民法第120條第2項、第121條、第123條第1項.

>>> [last_day(datetime.date(2026, month, day), 3).isoformat() for month, day in ((3, 2), (11, 29), (11, 30), (2, 28))]
['2026-06-02', '2027-02-28', '2027-02-28', '2026-05-31']
"""

import datetime
from calendar import monthrange

from formgen.tw import year as republican_year

END = datetime.date(republican_year.OFFSET + republican_year.LAST, 12, 31)


def last_day(start: datetime.date, months: int) -> datetime.date:
    """Return the last day of so many months after the day `start`; at most the last that a form can show."""
    first = start + datetime.timedelta(days=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    if first.day > days:
        return min(datetime.date(year, month + 1, days), END)
    return min(datetime.date(year, month + 1, first.day) - datetime.timedelta(days=1), END)
