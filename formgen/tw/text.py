r"""安全的文字清理

Issued by nobody: this is our own promise about what a person typed. Names, addresses and companies
are stored as typed. So nothing here normalises, folds widths or swaps 台 and 臺: Unicode
normalisation turns 460 compatibility characters, among them those of Big5, into others. Only what
no paper can show is dropped: controls, lone surrogates, bidi controls, the byte order mark.

>>> clean(" 王\u3000小明\r\n\u202e台北市\ufeff ")
'王\u3000小明\n台北市'
>>> clean("\ufa0c")  # 兀 of Big5, not the ordinary 兀
'\ufa0c'
>>> clean_line("臺北市\n中正區")
'臺北市 中正區'
"""

import re
from itertools import chain

# The zero-width ones print nothing: an answer of nothing else is no answer.
BLANKS = " \u3000\u00a0\u200b\u2060\t\n"
LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
C0_CONTROLS = (code for code in range(0x20) if chr(code) not in "\t\n")
DELETE_AND_C1 = range(0x7F, 0xA0)
BIDI_CONTROLS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
SURROGATES = range(0xD800, 0xE000)
BYTE_ORDER_MARK_AND_NONCHARACTERS = (0xFEFF, 0xFFFE, 0xFFFF)
DROPPED = dict.fromkeys(
    chain(C0_CONTROLS, DELETE_AND_C1, BIDI_CONTROLS, SURROGATES, BYTE_ORDER_MARK_AND_NONCHARACTERS)
)


def clean(text: str) -> str:
    r"""Return the text with ``\n`` as its only line end, without outer blanks and unprintable controls.

    Variation selectors stay with their base character.

    >>> clean("葛\U000e0100")
    '葛\U000e0100'
    >>> clean("第一行\u2028第二行\x00\t\n")
    '第一行\n第二行'
    """
    return LINE_ENDS.sub("\n", text).translate(DROPPED).strip(BLANKS)


def clean_line(text: str) -> str:
    r"""Return the cleaned text as one line: each run of line ends becomes one space; tabs stay.

    >>> clean_line("工安科\r\n\r\n股長\t王○○")
    '工安科 股長\t王○○'
    """
    return re.sub("\n+", " ", clean(text))
