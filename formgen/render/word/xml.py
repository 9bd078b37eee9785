"""The XML of Word files: names, units and the parts' namespaces (ECMA-376)."""

from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = {"w": W, "w14": W14, "w15": W15, "mc": MC}

Element = Any  # lxml's element; its stubs lag behind its releases

# In the text of a run, a tab is an element of its own.
NEW_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'

TWIPS_PER_PX = 15  # 1440 twips and 96 px to the inch
MM_TO_TWIPS = 1440 / 25.4


def w(name: str, *children: Element | None, **attributes: str | int) -> Element:
    """An element of WordprocessingML: ``w("jc", val="center")``; children that are None are left out."""
    return tag(W, name, *children, **attributes)


def tag(namespace: str, name: str, *children: Element | None, **attributes: str | int) -> Element:
    """An element whose attributes have its own namespace."""
    element = etree.Element(f"{{{namespace}}}{name}", nsmap=NAMESPACES)
    for key, value in attributes.items():
        element.set(f"{{{namespace}}}{key}", str(value))
    element.extend([child for child in children if child is not None])
    return element


def text(content: str) -> Element:
    """`w:t` with every blank kept."""
    element = w("t")
    element.text = content
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def name(short: str) -> str:
    """``w:tag`` as lxml spells it."""
    prefix, local = short.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def twips(pixels: float) -> int:
    return round(pixels * TWIPS_PER_PX)
