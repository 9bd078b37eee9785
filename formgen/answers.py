"""Answers: what a person says to a form, as a pydantic model, and the words that describe each question."""

from decimal import Decimal
from typing import Any, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo


class Answers(BaseModel):
    """What a person says. An answer not given is None, a tick not made is False."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, regex_engine="rust-regex", hide_input_in_errors=True
    )

    def given(self) -> dict[str, Any]:
        """The answers as JSON values, without what was not answered."""
        given: dict[str, Any] = _given(self.model_dump(mode="json"))
        return given

    @property
    def is_empty(self) -> bool:
        return not self.given()

    @model_validator(mode="before")
    @classmethod
    def _null_is_not_given(cls, data: Any) -> Any:
        """Programs write null for whatever was not said: a text, a tick or a whole group."""
        if not isinstance(data, dict):
            return data
        return {key: one for key, one in data.items() if one is not None or key not in cls.model_fields}

    @field_serializer("*", mode="wrap", when_used="json")
    def _digits_as_typed(self, value: Any, handler: SerializerFunctionWrapHandler) -> Any:
        """0.0000001, never 1E-7, which nobody could type."""
        return format(value, "f") if isinstance(value, Decimal) else handler(value)

    @field_validator("*", mode="after")
    @classmethod
    def _no_empty_rows_at_the_end(cls, value: Any, info: ValidationInfo) -> Any:
        """A list that grows ends with its last row that says something."""
        if isinstance(value, list) and extra(cls.model_fields[str(info.field_name)]).get("x-grows"):
            while value and value[-1].is_empty:
                value = value[:-1]
        return value


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _given(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if not _is_nothing(one)}
    return [_given(one) for one in value] if isinstance(value, list) else value


def _is_nothing(value: Any) -> bool:
    """None, False, and groups and lists in which nothing is said; never the number 0."""
    if isinstance(value, (dict, list)):
        return all(one == {} for one in value) if isinstance(value, list) else not value
    return value is None or value is False


def ask(
    label: str,
    *,
    hint: str = "",
    required: bool = False,
    printed: bool = True,
    yearly: bool = False,
    when: str = "",
) -> Any:
    """A question: its `label` as on the form; `required` on a final print; not `printed` = asked only.

    A `yearly` one is answered anew each year. `when` names what it hangs on, in the same group: ``other`` (that
    box is ticked), ``park=是`` (that answer was given).
    """
    about: dict[str, JsonValue] = {
        "x-required": required, "x-printed": printed, "x-yearly": yearly, "x-when": when
    }  # fmt: skip
    return _field(label, hint, about, default=None)


def tick(label: str, *, hint: str = "", printed: bool = True, when: str = "") -> Any:
    """A box to tick."""
    return _field(label, hint, {"x-printed": printed, "x-when": when}, default=False)


def part(
    label: str, model: type[Answers], *, yearly: bool = False, by_reviewer: bool = False, when: str = ""
) -> Any:
    """A group of questions; a `yearly` one is answered anew each year, one `by_reviewer` never by an applicant."""
    about: dict[str, JsonValue] = {"x-yearly": yearly, "x-by-reviewer": by_reviewer, "x-when": when}
    return _field(label, "", about, default_factory=model)


def many(
    label: str, model: type[Answers], *, each: str = "第{}列", exactly: int = 0, yearly: bool = False
) -> Any:
    """A list of groups that grows, or one of `exactly` so many; `each` names one, counted from 1.

    The rows of a `yearly` list are the years before the activity's, the oldest first.
    """
    return Field(
        title=label,
        default_factory=lambda: [model() for _ in range(exactly)],
        min_length=exactly,
        max_length=exactly or 1000,
        json_schema_extra={
            "x-each": each,
            "x-grows": not exactly,
            "x-rows": exactly or 1,
            "x-yearly": yearly,
        },
    )


def _field(label: str, hint: str, about: dict[str, JsonValue], **default: Any) -> Any:
    return Field(title=label, description=hint or None, json_schema_extra=about, **default)


def extra(info: FieldInfo) -> dict[str, Any]:
    """What `ask`, `part` and `many` said about a question beside its type."""
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def group_of(info: FieldInfo) -> type[Answers] | None:
    """The model of a group or of a list's rows; None for a single question."""
    types = get_args(info.annotation) if get_origin(info.annotation) is list else (info.annotation,)
    return types[0] if isinstance(types[0], type) and issubclass(types[0], Answers) else None
