"""What an amendment changed, underlined as a clerk would: whole amounts, whole clauses, and no single letters between.

A proposal: a person reads and corrects it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from formgen.forms.amendment_comparison.news import news
from formgen.forms.amendment_comparison.tokens import CLOSING, ENDS, OPENING, PAUSES, Token, tokens
from formgen.tw import clauses

# A clause of which so much is new is underlined as a whole.
MOSTLY = 0.5


def propose(original: str, amended: str) -> str:
    """The amended text, what is new in it between ``<u>`` and ``</u>``.

    >>> propose("金額達二億元以上者。", "金額達五千萬元以上者。")
    '金額達<u>五千萬元</u>以上者。'
    """
    said = clauses.plain(amended)
    return underlined(said, tokens(clauses.plain(original)), tokens(said))


def underlined(amended: str, old: Sequence[Token], new: Sequence[Token]) -> str:
    """The amended text with its marks, where the words of both texts are known already."""
    brought = news(old, new)
    is_new = list(brought)
    _fill_clauses(new, is_new)
    _settle_marks(new, is_new)
    # Signs alone are no news beside words; they are where nothing else changed.
    return _marked(amended, new, is_new if _words(old) != _words(new) else brought)


def _words(some: Sequence[Token]) -> list[tuple[str, int]]:
    return [(one.key, one.line) for one in some if not one.is_mark]


def _parts(new: Sequence[Token], ends: str) -> Iterator[list[int]]:
    """The places of tokens from one of the `ends` or line ends to the next, without the marks."""
    before = list(accumulate((token.key in ends for token in new), initial=0))
    for _, places in groupby(range(len(new)), key=lambda place: (new[place].line, before[place])):
        if said := [place for place in places if not new[place].is_mark]:
            yield said


def _fill_clauses(new: Sequence[Token], is_new: list[bool]) -> None:
    for places in _parts(new, ENDS + PAUSES):
        size = sum(new[place].size for place in places)
        if sum(new[place].size for place in places if is_new[place]) >= MOSTLY * size:
            for place in places:
                is_new[place] = True
        # One kept letter alone at either end belongs to the word beside it: 本市 for 本府.
        for end, beside in ((places[:1], places[1:2]), (places[-1:], places[-2:-1])):
            if any(is_new[place] and new[place].size == 1 for place in beside):
                is_new[end[0]] = True


def _settle_marks(new: Sequence[Token], is_new: list[bool]) -> None:
    """A mark goes with the words beside it; the end of a sentence with the whole sentence."""
    whole = {places[-1] for places in _parts(new, ENDS) if all(is_new[place] for place in places)}
    everything = range(len(new))
    for place, before, after in zip(
        everything,
        _words_before(new, everything),
        reversed(list(_words_before(new, reversed(everything)))),
        strict=True,
    ):
        if new[place].is_mark:
            here, there = (one is not None and is_new[one] for one in (before, after))
            if new[place].key in OPENING:
                is_new[place] = there and (here or is_new[place])
            elif new[place].key in CLOSING:
                is_new[place] = here and (there or is_new[place] or before in whole)
            else:
                is_new[place] = here and (there or before in whole)


def _words_before(new: Sequence[Token], places: Iterable[int]) -> Iterator[int | None]:
    """For each place the last word of its line that comes before it in this order."""
    word = None
    for place in places:
        if not new[place].is_mark:
            word = place
        yield word if word is not None and new[word].line == new[place].line else None


def _marked(text: str, new: Sequence[Token], is_new: Sequence[bool]) -> str:
    lined = [False] * len(text)
    for token, flag in zip(new, is_new, strict=True):
        lined[token.start : token.end] = [flag] * token.size
    # Blanks between two underlined tokens are underlined too.
    for (one, here), (other, there) in zip(
        zip(new, is_new, strict=True), zip(new[1:], is_new[1:], strict=True), strict=False
    ):
        if here and there and one.line == other.line:
            lined[one.end : other.start] = [True] * (other.start - one.end)
    return clauses.joined(zip(text, lined, strict=True))
