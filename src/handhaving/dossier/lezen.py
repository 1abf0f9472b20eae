"""Een opdracht lezen uit JSON, of een weigering die de velden noemt en nooit een waarde."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from datetime import date, datetime
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin
from uuid import UUID

from annotated_types import MaxLen
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from handhaving.dossier.basis import NIEUWE_SLEUTEL, Opdracht
from handhaving.dossier.leesbaar import NUMMER
from handhaving.dossier.redencodes import zonder_vrije_code
from handhaving.dossier.refusals import InszOngeldig, OngeldigeGegevens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from handhaving.dossier.basis import Weigering

_CIJFERS = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]*)?\s*")
NAAM = re.compile(r"[A-Za-z_][A-Za-z_]{0,39}")
ONBEKEND: Final = "(onbekend veld)"
"""Staat in plaats van een naam die geen veld is: het kan een naam van een persoon zijn."""
_GEEN_TEKST: Final = "bevat een teken dat geen tekst is"
_GEEN_TEKENS: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Soorten van Unicode die niets tonen maar een scherm sturen, of helemaal geen teken zijn."""
_RICHTING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Tekens die de leesrichting omkeren."""
_LANG: Final = 1000
"""Een tekst die langer mag zijn dan dit, mag ook nieuwe regels en tabs hebben."""
_LIJKT: Final = 0.8
"""Hoe goed een naam op die van een veld moet lijken om een verschrijving te zijn."""
_GEEN_SLEUTEL: Final = "een tot drie hoofdletters en een nummer, zoals I1 of KBI-17; nooit een naam"
_OGENBLIK: Final = (
    "verwacht een datum (JJJJ-MM-DD) of een tijdstip met tijdzone (JJJJ-MM-DDTUU:MM:SS+02:00)"
)
_VAN_HET_GEHEEL: Final = {"bedrag": "bedrag", "meer_dan_voorzien": "gevolgd"}
"""Het veld waarover een fout gaat die pas te zien is als er meer velden gelezen zijn."""
_REDENEN = {
    "missing": "ontbreekt",
    "extra_forbidden": "onbekend veld",
    "string_type": "moet tekst zijn",
    "string_too_short": "te kort",
    "string_too_long": "te lang",
    "string_pattern_mismatch": "verkeerde vorm",
    "uuid_type": "moet een UUID zijn",
    "uuid_parsing": "geen UUID",
    "bool_type": "moet true of false zijn",
    "date_type": "moet een datum zijn (JJJJ-MM-DD)",
    "date_parsing": "geen datum (JJJJ-MM-DD)",
    "date_from_datetime_parsing": "geen datum (JJJJ-MM-DD)",
    "datetime_type": _OGENBLIK,
    "datetime_parsing": _OGENBLIK,
    "datetime_from_date_parsing": _OGENBLIK,
    "timezone_aware": _OGENBLIK,
    "ogenblik": "dit tijdstip valt in Brussel op geen dag",
    "value_error": 'ongeldig (een bedrag is een tekst als "250.00")',
    "insz_of_klantnummer": "geef een insz of een klantnummer",
    "meer_dan_voorzien": "meer lesuren gevolgd dan voorzien",
    "bedrag": "ongeldig bedrag",
    NUMMER: "bevat een rijksregisternummer of een IBAN; dit veld blijft voor altijd leesbaar",
    "json_invalid": "geen geldige JSON",
}


def lees(klasse: type[Opdracht], gegevens: Mapping[str, object]) -> Opdracht:
    """De opdracht van deze klasse. Weigert met `OngeldigeGegevens` of `InszOngeldig`."""
    if geen_tekst := sorted(_geen_tekst(klasse, gegevens)):
        raise OngeldigeGegevens(velden=[f"{veld}: {_GEEN_TEKST}" for veld in geen_tekst])
    if geen_dag := sorted(_geen_dag(klasse, gegevens)):
        raise OngeldigeGegevens(velden=geen_dag)
    try:
        tekst = json.dumps(gegevens, default=_als_tekst, allow_nan=False)
        return zonder_vrije_code(_gelezen(klasse, tekst))
    except ValidationError as fout:
        raise _weigering(klasse, fout.errors(include_input=False, include_url=False)) from None
    except (ValueError, TypeError, RecursionError):
        raise OngeldigeGegevens(velden=["(alles): geen geldige JSON"]) from None


def _gelezen(klasse: type[Opdracht], tekst: str) -> Opdracht:
    """Uit JSON, onder de namen van de draad en geen andere."""
    return klasse.model_validate_json(tekst, strict=True, by_alias=True, by_name=False)


def geen_teken(teken: str) -> bool:
    """Of dit niets toont maar wel iets doet: een stuurteken, een leesrichting, een half teken."""
    return unicodedata.category(teken) in _GEEN_TEKENS or teken in _RICHTING


def _geen_tekst(klasse: type[Opdracht], gegevens: Mapping[str, object]) -> Iterator[str]:
    """De velden met een teken dat geen tekst is."""
    bekend = {n: info for naam, info in klasse.model_fields.items() for n in (naam, info.alias)}
    for naam, waarde in gegevens.items():
        info = bekend.get(naam)
        mag = "\n\t" if info is not None and _mag_regels(info) else ""
        if any(geen_teken(t) and t not in mag for tekst in _teksten(waarde) for t in tekst):
            yield naam if info is not None else ONBEKEND


def _teksten(waarde: object) -> Iterator[str]:
    """Elke tekst in een waarde, hoe diep ook; zonder te graven waar Python zelf ophoudt."""
    stapel = [waarde]
    while stapel:
        deel = stapel.pop()
        if isinstance(deel, str):
            yield deel
        elif isinstance(deel, dict):
            stapel += [*deel, *deel.values()]
        elif isinstance(deel, list | tuple):
            stapel += deel


def _mag_regels(soort: object) -> bool:
    """Of een veld een lange tekst is, of gegevens die zelf als opdracht gelezen worden."""
    if isinstance(soort, FieldInfo):
        return any(map(_mag_regels, (*soort.metadata, soort.annotation)))
    if isinstance(soort, MaxLen):
        return soort.max_length > _LANG
    return get_origin(soort) is dict or any(map(_mag_regels, get_args(soort)))


def _geen_dag(klasse: type[Opdracht], gegevens: Mapping[str, object]) -> Iterator[str]:
    """De datumvelden waarin een reeks cijfers staat, met wat er wel mag; dat zijn geen dagen."""
    for naam, info in klasse.model_fields.items():
        for sleutel in {naam, info.alias or naam}:
            waarde = gegevens.get(sleutel)
            if isinstance(waarde, str) and _CIJFERS.fullmatch(waarde) and _is_tijd(info.annotation):
                yield f"{sleutel}: {_REDENEN['date_parsing'] if _soorten(info) == 1 else _OGENBLIK}"


def _is_tijd(soort: object) -> bool:
    """Of dit type een datum of een tijdstip toelaat."""
    return soort in {date, datetime} or any(map(_is_tijd, get_args(soort)))


def _als_tekst(waarde: object) -> str:
    if isinstance(waarde, date | UUID):
        return waarde.isoformat() if isinstance(waarde, date) else str(waarde)
    raise TypeError(type(waarde).__name__)


def _weigering(klasse: type[Opdracht], fouten: list[ErrorDetails]) -> Weigering:
    vrij = frozenset(
        info.alias or naam
        for naam, info in klasse.model_fields.items()
        if get_origin(info.annotation) is dict
    )
    velden = [f"{_pad(klasse, f, vrij)}: {_reden(f)}" for f in _per_veld(klasse, fouten)]
    if all(f["type"] == "insz_ongeldig" for f in fouten):
        return InszOngeldig(veld="insz")
    return OngeldigeGegevens(velden=sorted(set(velden)))


def _per_veld(klasse: type[Opdracht], fouten: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Een veld dat meer soorten toelaat, heeft één fout: die van de laatste soort, de ruimste.

    Achter de naam van zo'n veld zet pydantic de soort die het probeerde; dat is geen veld.
    """
    meer = {info.alias or n for n, info in klasse.model_fields.items() if _soorten(info) > 1}
    laatste = {f["loc"][0]: f for f in fouten if f["loc"] and f["loc"][0] in meer}
    yield from (f for f in fouten if not f["loc"] or f["loc"][0] not in meer)
    for veld, fout in laatste.items():
        fout["loc"] = (veld,)
        yield fout


def _soorten(info: FieldInfo) -> int:
    """Hoeveel soorten waarden een veld toelaat, naast niets."""
    if get_origin(info.annotation) not in {Union, UnionType}:
        return 1
    return sum(soort is not NoneType for soort in get_args(info.annotation))


def _reden(fout: ErrorDetails) -> str:
    if fout.get("ctx", {}).get("pattern") == NIEUWE_SLEUTEL:
        return _GEEN_SLEUTEL
    return keuze(fout) or _REDENEN.get(fout["type"], "ongeldig")


def keuze(fout: Mapping[str, Any]) -> str | None:
    """Wat er in een veld met vaste waarden mag staan; None als de fout over iets anders gaat."""
    if fout["type"] not in {"enum", "literal_error"}:
        return None
    return f"geen toegelaten waarde; kies {fout['ctx']['expected'].replace(' or ', ' of ')}"


def _pad(klasse: type[Opdracht], fout: ErrorDetails, vrij: frozenset[str]) -> str:
    """De naam van het veld. Wat op geen veld lijkt, wordt niet herhaald."""
    delen = [str(deel) for deel in fout["loc"]]
    if delen and delen[0] in vrij:
        return delen[0]  # ook de sleutels daarin kiest de beller: die worden niet herhaald
    if fout["type"] == "extra_forbidden" and not _op_een_veld(klasse, delen[-1]):
        delen[-1] = ONBEKEND
    return ".".join(delen) or _VAN_HET_GEHEEL.get(fout["type"], "(alles)")


def _op_een_veld(klasse: type[Opdracht], naam: str) -> bool:
    """Of dit een veld van een andere opdracht is, of een verschrijving van een veld van deze."""
    elders = {veld for andere in Opdracht.__subclasses__() for veld in _velden(andere)}
    return naam in elders or lijkt(naam, _velden(klasse))


def lijkt(naam: str, velden: Iterable[str]) -> bool:
    """Of een naam een van deze velden is, of er een verschrijving van."""
    dichtbij = difflib.get_close_matches(naam, velden, n=1, cutoff=_LIJKT)
    return NAAM.fullmatch(naam) is not None and bool(dichtbij)


def genoemde_opdracht(naam: str, bekend: Iterable[str]) -> str:
    """De naam zoals een weigering hem noemt: alleen als hij er een is, of een verschrijving."""
    return naam if lijkt(naam, bekend) else "zonder naam"


def _velden(vorm: type[BaseModel]) -> set[str]:
    """De namen van de velden van een vorm, en van de waarden die erin zitten."""
    uit: set[str] = set()
    for naam, info in vorm.model_fields.items():
        uit |= {naam, info.alias or naam}
        for deel in (info.annotation, *get_args(info.annotation)):
            if isinstance(deel, type) and issubclass(deel, BaseModel):
                uit |= _velden(deel)
    return uit
