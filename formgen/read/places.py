"""Places in a text, many at once: a set of them is a number, a bit for each place."""

from collections.abc import Callable, Iterator

from formgen.read.pattern import NEW_LINE, Gap, Hole, Table

# A table in a text; no XML can hold this character.
TABLE = "\ufffe"

Step = str | Hole | Gap | Table
# Places by the number of words that are broken on the way there.
Reach = tuple[int, ...]
_WIDTHLESS = (NEW_LINE, Gap())


class Text:
    """A text without its blanks, and where each character stood."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [at for at, one in enumerate(text) if one == NEW_LINE or not one.isspace()]
        self.said = "".join(text[at] for at in self._places)
        self.end = len(self.said)
        self.lines = self.said.count(NEW_LINE)
        self._all = (1 << (self.end + 1)) - 1
        self._found: dict[str, int] = {}
        self._lines, self._stretches = (list(self._cut_at(ends)) for ends in (NEW_LINE + TABLE, TABLE))
        self.gaps = self._blanks()

    def _cut_at(self, ends: str) -> Iterator[tuple[int, int]]:
        start = 0
        for at, one in enumerate([*self.said, TABLE]):
            if one in ends:
                yield start, at
                start = at + 1

    def _blanks(self) -> int:
        """Where a blank was left out, and the ends of lines."""
        found = 0
        for start, end in self._lines:
            found |= 1 << start | 1 << end
        for at in range(1, self.end):
            found |= (self._places[at] - self._places[at - 1] > 1) << at
        return found

    def slice(self, start: int, end: int) -> str:
        return self._text[self._places[start] : self._places[end - 1] + 1] if start < end else ""

    def is_blank(self, start: int, end: int) -> bool:
        return not self.said[start:end].strip(NEW_LINE)

    def occurrences(self, words: str) -> int:
        """Where the words begin."""
        if words not in self._found:
            found, at = 0, self.said.find(words)
            while at >= 0:
                found, at = found | 1 << at, self.said.find(words, at + 1)
            self._found[words] = found & self._all
        return self._found[words]

    def past_line_ends(self, places: int) -> int:
        """These places, and those behind the line ends that follow them."""
        ends, reached = self.occurrences(NEW_LINE), 0
        while places != reached:
            reached, places = places, places | (places & ends) << 1
        return reached

    def before_line_ends(self, places: int) -> int:
        ends, reached = self.occurrences(NEW_LINE), 0
        while places != reached:
            reached, places = places, places | (places >> 1) & ends
        return reached

    def onward(self, places: int, *, is_lines: bool = True) -> int:
        """All places from these on, up to the end of the line, or to the next table."""
        reached = 0
        for start, end in self._stretches if is_lines else self._lines:
            if here := places & _span(start, end):
                reached |= _span((here & -here).bit_length() - 1, end)
        return reached

    def backward(self, places: int, *, is_lines: bool = True) -> int:
        """All places up to these, from the beginning of the line, or from the table before."""
        reached = 0
        for start, end in self._stretches if is_lines else self._lines:
            if here := places & _span(start, end):
                reached |= _span(start, here.bit_length() - 1)
        return reached


def _span(start: int, end: int) -> int:
    return (1 << (end + 1)) - (1 << start)


def forward(step: Step, text: Text, reach: Reach) -> Reach:
    """The places after a step, from those before it."""
    return _passed(step, reach, lambda places: _after(step, text, places), text.onward)


def back(step: Step, text: Text, reach: Reach) -> Reach:
    """The places before a step, from those after it."""
    return _passed(step, reach, lambda places: _before(step, text, places), text.backward)


def _passed(step: Step, reach: Reach, beyond: Callable[[int], int], anywhere: Callable[[int], int]) -> Reach:
    """The places on the other side of a step. A broken word is any text, a broken line end is none."""
    made = []
    for broken, places in enumerate(reach):
        there = beyond(places)
        if broken and not isinstance(step, Table):
            less = reach[broken - 1]
            there |= less if step in _WIDTHLESS else anywhere(less)
        made.append(there)
    return tuple(made)


def _after(step: Step, text: Text, places: int) -> int:
    if isinstance(step, Gap):
        return places & text.gaps
    after = 0
    for words in _words(step):
        after |= (places & text.occurrences(words)) << len(words)
    if isinstance(step, Hole):
        return after | text.onward(places, is_lines=step.is_lines) if step.is_open else after
    return text.past_line_ends(after) if _is_end(step) else after


def _before(step: Step, text: Text, places: int) -> int:
    if isinstance(step, Gap):
        return places & text.gaps
    if _is_end(step):
        places = text.before_line_ends(places)
    before = 0
    for words in _words(step):
        before |= (places >> len(words)) & text.occurrences(words)
    if isinstance(step, Hole) and step.is_open:
        before |= text.backward(places, is_lines=step.is_lines)
    return before


def _words(step: Step) -> tuple[str, ...]:
    """The words that a step may be, where these are known."""
    if isinstance(step, Hole):
        return () if step.is_open else step.options
    return (TABLE,) if isinstance(step, Table) else (str(step),)


def _is_end(step: Step) -> bool:
    """Whether lines without words may follow: a person makes them, and LibreOffice behind a table."""
    return step == NEW_LINE or isinstance(step, Table)
