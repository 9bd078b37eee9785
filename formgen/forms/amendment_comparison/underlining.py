"""What an amendment changed, underlined as a clerk would: whole amounts, whole clauses, and no single letters between.

A proposal: a person reads and corrects it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby, pairwise

from formgen.forms.amendment_comparison.tokens import CLOSING, ENDS, OPENING, PAUSES, Token, tokens
from formgen.tw import clauses

# How often two tokens stand side by side in a text.
Neighbours = Counter[tuple[str, str]]
# A clause of which so much is new is underlined as a whole.
MOSTLY = 0.5


def propose(original: str, amended: str) -> str:
    """The amended text, what is new in it between ``<u>`` and ``</u>``.

    >>> propose("金額達二億元以上者。", "金額達五千萬元以上者。")
    '金額達<u>五千萬元</u>以上者。'
    """
    old, new = tokens(clauses.plain(original)), tokens(clauses.plain(amended))
    is_new = _new(old, new)
    _find_moved(old, new, is_new)
    _fill_clauses(new, is_new)
    _settle_marks(new, is_new)
    return _marked(clauses.plain(amended), new, is_new)


def _new(old: Sequence[Token], new: Sequence[Token]) -> list[bool]:
    """Which tokens are new; kept ones between new ones count as new where there are fewer of them."""
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    blocks = [
        [tag == "equal", max(one - start, other - begin), begin, other]
        for tag, start, one, begin, other in matcher.get_opcodes()
    ]
    place = 1
    while place < len(blocks) - 1:
        before, here, after = blocks[place - 1 : place + 2]
        is_island = (
            here[0] and not _ends(new[here[2] : here[3]]) and before[2] < before[3] and after[2] < after[3]
        )
        if is_island and here[1] <= min(before[1], after[1]):
            blocks[place - 1 : place + 2] = [[False, before[1] + here[1] + after[1], before[2], after[3]]]
            place = max(1, place - 1)
        else:
            place += 1
    is_new = [False] * len(new)
    for is_kept, _, begin, end in blocks:
        is_new[begin:end] = [not is_kept] * (end - begin)
    return is_new


def _find_moved(old: Sequence[Token], new: Sequence[Token], is_new: list[bool]) -> None:
    """A line that is mostly new may be an old one from another place: then only what differs is new."""
    before = [list(line) for _, line in groupby(old, key=lambda one: one.line)]
    neighbours = [neighbours_in(line) for line in before]
    for _, line in groupby(range(len(new)), key=lambda place: new[place].line):
        places = list(line)
        here = [new[place] for place in places]
        count = sum(is_new[place] for place in places)
        if count >= MOSTLY * len(here) and before:
            its = neighbours_in(here)
            likeness, likest = max((alike(one, its), place) for place, one in enumerate(neighbours))
            if likeness >= MOSTLY and sum(flags := _new(before[likest], here)) < count:
                is_new[places[0] : places[-1] + 1] = flags


def _keys(some: Sequence[Token]) -> list[str]:
    return [one.key for one in some]


def neighbours_in(some: Sequence[Token]) -> Neighbours:
    return Counter(pairwise(_keys(some)))


def alike(one: Neighbours, other: Neighbours) -> float:
    """How much two texts have in common, 0 to 1: the neighbours that stand in both (Dice)."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _ends(some: Sequence[Token]) -> bool:
    """Whether a sentence or a line ends among the tokens."""
    return any(one.key in ENDS for one in some) or len({one.line for one in some}) > 1


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
    words = [place for place, token in enumerate(new) if not token.is_mark]
    whole = {places[-1] for places in _parts(new, ENDS) if all(is_new[place] for place in places)}
    for place, token in enumerate(new):
        if token.is_mark:
            before = next(
                (one for one in reversed(words) if one < place and new[one].line == token.line), None
            )
            after = next((one for one in words if one > place and new[one].line == token.line), None)
            here = before is not None and is_new[before]
            there = after is not None and is_new[after]
            if token.key in OPENING:
                is_new[place] = there and (here or is_new[place])
            elif token.key in CLOSING:
                is_new[place] = here and (there or is_new[place] or before in whole)
            else:
                is_new[place] = here and (there or before in whole)


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
