"""Geldbedragen: hele centen binnenin, een decimale tekst met twee cijfers daarbuiten."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from pydantic_core import core_schema

if TYPE_CHECKING:
    from decimal import Decimal

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

PATROON = r"^-?(0|[1-9][0-9]{0,12})\.[0-9]{2}$"
_PATROON = re.compile(PATROON, re.ASCII)


@lru_cache(maxsize=4_096)
def _centen(tekst: str) -> int:
    """De centen van een tekst: in een logboek komen dezelfde bedragen altijd terug."""
    if tekst.endswith("\n") or _PATROON.match(tekst) is None:
        msg = 'een bedrag is een tekst met twee cijfers na de punt, bijvoorbeeld "250.00"'
        raise ValueError(msg)
    return int(tekst.replace(".", ""))


class Cent(int):
    """Een bedrag in hele eurocenten. `Cent.lees("250.00") == Cent(25000)`; `str()` keert terug.

    In JSON staat een tekst met precies twee cijfers; een getal wordt geweigerd, want een
    kommagetal is geen geld.
    """

    __slots__ = ()

    @classmethod
    def lees(cls, tekst: str) -> Self:
        """Lees `"250.00"`; elke andere vorm is een ValueError."""
        return cls(_centen(tekst))

    @classmethod
    def rond_af(cls, centen: Decimal | Fraction) -> Self:
        """Rond één keer af op de cent, halve centen naar boven (weg van nul)."""
        exact = Fraction(centen)
        heel = math.floor(abs(exact) + Fraction(1, 2))
        return cls(-heel if exact < 0 else heel)

    def __str__(self) -> str:
        """`"250.00"`."""
        teken = "-" if self < 0 else ""
        euro, cent = divmod(abs(int(self)), 100)
        return f"{teken}{euro}.{cent:02d}"

    def __repr__(self) -> str:
        """`Cent('250.00')`."""
        return f"Cent('{self}')"

    def __add__(self, ander: int) -> Cent:
        """Som."""
        return Cent(int(self) + int(ander))

    __radd__ = __add__

    def __sub__(self, ander: int) -> Cent:
        """Verschil."""
        return Cent(int(self) - int(ander))

    def __neg__(self) -> Cent:
        """Tegengestelde."""
        return Cent(-int(self))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _bron: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Een tekst van buiten, een Cent van binnen; nooit een getal."""
        uit_tekst = core_schema.no_info_after_validator_function(
            cls.lees, core_schema.str_schema(strict=True)
        )
        return core_schema.json_or_python_schema(
            json_schema=uit_tekst,
            python_schema=core_schema.union_schema(
                [core_schema.is_instance_schema(cls), uit_tekst], mode="left_to_right"
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Een tekst met het patroon van een bedrag."""
        return {"type": "string", "pattern": PATROON, "examples": ["250.00"]}
