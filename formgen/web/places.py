"""Where a person is: a section of one of the draft's forms, and what comes after it."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from formgen.form import Form, Section
from formgen.web import examined as states
from formgen.web import layout
from formgen.web.services import desk


@dataclass(frozen=True)
class Place:
    """A section of a form."""

    form: Form
    section: Section

    @property
    def nodes(self) -> tuple[layout.Node, ...]:
        return layout.of(self.form, self.section)

    @property
    def paths(self) -> list[str]:
        return [one.path for one in layout.places(self.nodes)]

    @property
    def lists(self) -> list[str]:
        """The paths of the lists that grow."""
        return [one.path for one in layout.places(self.nodes) if isinstance(one, layout.Growing)]

    def under(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values under the paths that a draft has for them."""
        return {f"{self.form.name}.{path}": value for path, value in values.items()}

    @property
    def address(self) -> str:
        return url_for("filling.section", form=self.form.name, section=self.section.key)


def find(form: str, section: str) -> Place:
    """The section of the draft's programme under these names; else there is no such page."""
    found = next((one for one in desk().programme.all_forms if one.name == form), None)
    part = next((one for one in found.sections if one.key == section), None) if found else None
    if found is None or part is None:
        abort(404)
    return Place(found, part)


def following(place: Place) -> str:
    """The next section that is asked, on the next form too, and after the last one the evidence, or the check where none is asked for."""
    examined, forms = desk().examined(), desk().programme.all_forms
    way = [
        (form, section)
        for form in forms
        for section in form.sections
        if form.name in desk().programme.forms or form is place.form
    ]
    for form, section in way[way.index((place.form, place.section)) + 1 :]:
        if examined.state(form, section) != states.NOT_NEEDED:
            return url_for("filling.section", form=form.name, section=section.key, saved=1)
    answers = {form.name: examined.answers(form) for form in examined.forms}
    if not desk().programme.all_exhibits(answers):
        return url_for("handing_in.check")
    return url_for("attaching.evidence", saved=1)
