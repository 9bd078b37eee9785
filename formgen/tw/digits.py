"""全形數字轉半形

Issued by nobody. Input methods write numbers in full width: １１３．８．１, （０２）１２３４－５６７８.
This is for numbers and codes ALONE. Names, addresses and companies stay as typed.

>>> half_width("１１３／８／１")
'113/8/1'
>>> half_width("（０２）１２３４－５６７８＃９")
'(02)1234-5678#9'
"""

from formgen.tw.text import clean_line

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\t"), " ")
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
HALF_WIDTH: dict[int, int | str] = {**FULL_WIDTH, **SPACES, **HYPHENS}


def half_width(text: str) -> str:
    """Return a number or code in ASCII characters, in one line, without outer blanks.

    >>> half_width("\u3000１，２３４ ")
    '1,234'
    """
    return clean_line(text).translate(HALF_WIDTH).strip()


def without(separators: str, text: str) -> str:
    """Return the code in half width without the separators that people write into it.

    >>> without(" -", "０４５９ ５２－５７")
    '04595257'
    """
    return half_width(text).translate(dict.fromkeys(map(ord, separators)))
