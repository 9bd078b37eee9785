"""Items of a letter's 說明 that are worked out."""

from collections.abc import Iterator, Sequence


def under(head: str, sentences: Sequence[str]) -> Iterator[dict[str, str]]:
    """An item and what stands below it; one alone is not numbered, but goes on in the same line.

    >>> list(under("附件", ["甲。"])), [one["text"] for one in under("附件", ["甲。", "乙。"])]
    ([{'text': '附件：甲。'}], ['附件如下：', '甲。', '乙。'])
    """
    if len(sentences) == 1:
        yield {"text": f"{head}：{sentences[0]}"}
    elif sentences:
        yield {"text": f"{head}如下："}
        yield from ({"level": "(一)", "text": one} for one in sentences)
