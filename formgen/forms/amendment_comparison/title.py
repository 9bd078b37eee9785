"""The name of a regulation, as it stands in the title above its first article."""

import re

from formgen.forms.amendment_comparison.tokens import ENDS, PAUSES

_LONGEST = 60
_QUOTED = re.compile("「([^」]+)」")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
# What an amendment adds to the name.
_AMENDED = re.compile(
    r"(?:部分(?:條文|規定)|第\S*[條點])?(?:修正(?:條文|規定|草案)*(?:總說明)?(?:對照表)?|草案)$"
)


def name(line: str) -> str:
    """The name that a line says; empty if the line is no title.

    >>> name("○○實施要點修正規定"), name("「○○計畫」部分條文修正對照表(109)"), name("○○作業規定")
    ('○○實施要點', '○○計畫', '○○作業規定')
    >>> name("○○辦法第三條、第五條修正草案"), name("為辦理選拔，特訂定本要點。")
    ('○○辦法', '')
    """
    if quoted := _QUOTED.search(line):
        line = quoted[1]
    found = _AMENDED.sub("", _BRACKETS.sub("", line))
    return "" if len(found) > _LONGEST or set(found) & set(ENDS + PAUSES) else found
