"""One certificate as it will print; a heavy job."""

from collections.abc import Mapping

from formgen.awards import wording
from formgen.awards.planning import Presses
from formgen.evidence.look import picture
from formgen.render.press import single
from formgen.render.subset import Subset


def draw(award: str, slots: Mapping[str, str], file_format: str) -> bytes:
    """The certificate of an award as PDF, or as a picture of it (``png``). Raises UnknownAward."""
    said = wording.office()
    awards = wording.all_awards(said)
    found = wording.get(awards, award)
    subset = Subset.of("".join(sorted(set("".join(slots.values())))))
    content = single(Presses.of(said, awards).plate(found), slots, subset, title=found.title)
    return picture(content) if file_format == "png" else content
