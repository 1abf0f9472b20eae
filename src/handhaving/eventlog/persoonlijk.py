"""Personal fields: how a model declares them, and what a reader without the key gets instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, get_args

from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Klasse(StrEnum):
    """The class of a personal field; every subject has one data key per class."""

    IDENTITEIT = "identiteit"
    GEVOELIG = "gevoelig"


class Van(StrEnum):
    """Whose field it is: the person of the dossier, or a third party named by field `derde`."""

    BETROKKENE = "betrokkene"
    DERDE = "derde"


class NietLeesbaar:
    """What stands where a personal value cannot be read: a typed null object."""

    __slots__ = ("_naam",)

    def __init__(self, naam: str) -> None:
        """Name the reason; used by `repr` alone."""
        self._naam = naam

    def __repr__(self) -> str:
        """`Gewist`, `Verzegeld` or `Afgeschermd`."""
        return self._naam

    def __reduce__(self) -> str:
        """Pickle by name, so that each stays one object."""
        return self._naam.upper()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _bron: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Accept only the objects themselves; write them by name."""
        return core_schema.is_instance_schema(
            cls,
            serialization=core_schema.plain_serializer_function_ser_schema(
                repr, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Nothing can be sent in: an unreadable value only ever comes out."""
        return {"not": {}}


GEWIST: Final = NietLeesbaar("Gewist")
"""The key was destroyed: nobody can read the value any more."""

VERZEGELD: Final = NietLeesbaar("Verzegeld")
"""The value is there, but it was read without keys."""

AFGESCHERMD: Final = NietLeesbaar("Afgeschermd")
"""The value is there, but this reader may not see it, or not without stating a purpose."""


@dataclass(frozen=True, slots=True)
class Persoonlijk:
    """Marks a field as personal: `Annotated[str | NietLeesbaar, Persoonlijk("identiteit")]`.

    The codec moves such a field out of the clear part of the event and seals it with the key
    of (subject, class). `Annotated` keeps the declared type; the value may be NietLeesbaar.
    """

    klasse: Klasse = Klasse.IDENTITEIT
    van: Van = Van.BETROKKENE


@dataclass(frozen=True, slots=True)
class Ingebed:
    """Marks the one field of an event that holds another event, taken over from elsewhere.

    The codec writes it by its own type and version, and seals its personal fields per class,
    as those of the event that holds it; its upcasters keep working.
    """


def embedded_field(model: type[BaseModel]) -> str | None:
    """The field that holds another event, if this model has one."""
    return next(
        (
            n
            for n, i in model.model_fields.items()
            if any(isinstance(m, Ingebed) for m in i.metadata)
        ),
        None,
    )


def personal_fields(model: type[BaseModel]) -> dict[str, Persoonlijk]:
    """The personal fields of a model: field name → its mark."""
    found: dict[str, Persoonlijk] = {}
    for name, info in model.model_fields.items():
        marks = [m for m in info.metadata if isinstance(m, Persoonlijk)]
        for arg in get_args(info.annotation):
            marks += [m for m in getattr(arg, "__metadata__", ()) if isinstance(m, Persoonlijk)]
        if marks:
            found[name] = marks[0]
    return found
