"""Maken en kopiëren van de toestand: per gebeurtenis een paar keer, in een herbouw miljoenen.

De klassen van de toestand (`state`, `vordering.staat`) zijn bevroren en zonder `__slots__`: hun
velden staan dan in één mapping, die in haar geheel gevuld en gekopieerd wordt. Kopiëren is zo'n
negen keer sneller dan `dataclasses.replace`, dat elk veld opvraagt en de klasse opnieuw aanroept;
maken is twee keer sneller dan een bevroren dataclass, die veld per veld langs haar eigen slot gaat.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

T = TypeVar("T")

_maak = object.__new__
_zet = object.__setattr__


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def toestand(klasse: type[T]) -> type[T]:
    """Een bevroren dataclass die haar velden in één keer zet."""
    klasse = dataclass(frozen=True)(klasse)
    namen: dict[str, object] = {"__name__": klasse.__module__}
    parameters, zetten = [], []
    for veld in fields(klasse):  # type: ignore[arg-type]  # sinds daarnet een dataclass
        if veld.kw_only or not veld.init or hasattr(klasse, "__post_init__"):
            msg = f"{klasse.__name__}.{veld.name}: een toestand kent alleen gewone velden"
            raise TypeError(msg)
        waarde = veld.name
        if veld.default_factory is not MISSING:
            namen |= {f"_maak_{veld.name}": veld.default_factory, "_geen": MISSING}
            parameters.append(f"{veld.name}=_geen")
            waarde = f"_maak_{veld.name}() if {veld.name} is _geen else {veld.name}"
        elif veld.default is not MISSING:
            namen[f"_van_{veld.name}"] = veld.default
            parameters.append(f"{veld.name}=_van_{veld.name}")
        else:
            parameters.append(veld.name)
        zetten.append(f"_velden[{veld.name!r}] = {waarde}")
    regels = ["_velden = self.__dict__", *zetten]
    tekst = f"def __init__(self, {', '.join(parameters)}):\n  " + "\n  ".join(regels)
    exec(tekst, namen)  # noqa: S102 - zoals dataclasses zelf, uit namen van velden alleen
    klasse.__init__ = namen["__init__"]  # type: ignore[assignment]
    return klasse


if TYPE_CHECKING:
    # Dezelfde afspraak: zo ziet wie de types nakijkt welke velden er zijn.
    from dataclasses import replace as replace  # noqa: PLC0414 - opnieuw aangeboden
else:

    def replace(oud: T, /, **velden: Any) -> T:  # noqa: ANN401 - elk veld heeft zijn eigen type
        """Dezelfde toestand met andere waarden in deze velden. Fout: TypeError, onbekend veld."""
        had = oud.__dict__
        waarden = had | velden
        if len(waarden) != len(had):
            msg = f"{type(oud).__name__} heeft geen veld {', '.join(sorted(velden.keys() - had))}"
            raise TypeError(msg)
        nieuw = _maak(oud.__class__)
        _zet(nieuw, "__dict__", waarden)
        return nieuw
