"""Van YAML naar parameters: bronnen, waarden, geldigheid en de keuring van dat alles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, get_args

from handhaving.recht.bedragen import Cent
from handhaving.recht.grondslag import Grondslag, Status
from handhaving.recht.parameters import Bron, Parameter, Parameters, Soort, Waarde, binnen
from handhaving.recht.yamllezer import keur_tijdlijn, lees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from handhaving.recht.parameters import Ruw
    from handhaving.recht.yamllezer import Knoop

STATUSSEN: tuple[str, ...] = get_args(Status)
EENHEDEN: Mapping[Soort, tuple[str, ...]] = {
    Soort.GETAL: ("aantal", "dagen", "werkdagen", "maanden", "jaren", "procent", "dag"),
    Soort.TERMIJN: ("kalenderdagen", "werkdagen", "maanden", "jaren"),
    Soort.BEDRAG: ("euro",),
    Soort.PERCENTAGE: ("procent per jaar", "procent"),
    Soort.TEKST: ("tekst",),
    Soort.KEUZE: ("keuze",),
    Soort.DATUM: ("datum",),
    Soort.GETALLEN: ("dagen",),
    Soort.WOORDEN: ("volgorde", "opsomming"),
}
_PERCENTAGE = re.compile(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,4})?\Z", re.ASCII)
_NAAM = re.compile(r"[a-z][A-Za-z0-9]*(\.[a-z0-9][A-Za-z0-9]*)*\Z", re.ASCII)
HERKOMST = ("van", "grondslag", "status", "nagekeken_op")


@dataclass(frozen=True, slots=True)
class Geldigheid:
    """Het deel dat elke gedateerde waarde draagt: wanneer, waarom, en of dat nagekeken is."""

    van: date
    tot_en_met: date | None
    grondslag: Grondslag
    bron: Bron
    nagekeken_op: date
    nota: str | None

    def geldt_op(self, dag: date) -> bool:
        """Of dit op die dag geldt."""
        return binnen(dag, self.van, self.tot_en_met)


def lees_bronnen(bestand: str, inhoud: bytes) -> dict[str, Bron]:
    """De akten waarnaar verwezen wordt: sleutel → korte naam, titel, bekendmaking."""
    bronnen: dict[str, Bron] = {}
    for sleutel, _, knoop in lees(bestand, inhoud).paren():
        velden = knoop.velden(("kort", "titel"), ("bekendmaking",))
        bekend = velden.get("bekendmaking")
        bronnen[sleutel] = Bron(
            sleutel=sleutel,
            kort=velden["kort"].tekst(),
            titel=velden["titel"].tekst(),
            bekendmaking=bekend.tekst() if bekend else None,
        )
    return bronnen


def lees_geldigheid(
    regel: str, velden: Mapping[str, Knoop], bronnen: Mapping[str, Bron]
) -> Geldigheid:
    """Lees `van`, `tot_en_met`, `grondslag`, `status`, `nagekeken_op` en `nota`."""
    van = velden["van"].datum()
    bron, grondslag = lees_grondslag(
        regel, van.isoformat(), velden["grondslag"], velden["status"], bronnen
    )
    return Geldigheid(
        van=van,
        tot_en_met=velden["tot_en_met"].datum_of_leeg() if "tot_en_met" in velden else None,
        grondslag=grondslag,
        bron=bron,
        nagekeken_op=velden["nagekeken_op"].datum(),
        nota=velden["nota"].tekst() if "nota" in velden else None,
    )


def lees_grondslag(
    regel: str, versie: str, knoop: Knoop, status: Knoop, bronnen: Mapping[str, Bron]
) -> tuple[Bron, Grondslag]:
    """Lees `{akte, artikel}`; een akte die niet in bronnen.yaml staat is een fout."""
    velden = knoop.velden(("akte", "artikel"))
    return _grondslag(regel, versie, {**velden, "status": status}, bronnen)


def _grondslag(
    regel: str, versie: str, velden: Mapping[str, Knoop], bronnen: Mapping[str, Bron]
) -> tuple[Bron, Grondslag]:
    sleutel = velden["akte"].tekst()
    if sleutel not in bronnen:
        reden = f"akte '{sleutel}' staat niet in bronnen.yaml"
        raise velden["akte"].fout(reden)
    bron = bronnen[sleutel]
    woord = velden["status"].keuze(STATUSSEN)
    return bron, Grondslag(
        regel=regel,
        versie=versie,
        artikel=f"{bron.kort}, {velden['artikel'].tekst()}",
        status="gevonden" if woord == "gevonden" else "te_verifieren",
    )


def lees_gronden(
    bestand: str, inhoud: bytes, bronnen: Mapping[str, Bron], wat: str
) -> dict[str, Grondslag]:
    """Waarop elke weigering of vraag (`wat`) rust: haar naam → grondslag."""
    gevonden: dict[str, Grondslag] = {}
    for naam, _, knoop in lees(bestand, inhoud).paren():
        velden = knoop.velden(("akte", "artikel", "status"))
        _, gevonden[naam] = _grondslag(f"{wat}.{naam}", "1", velden, bronnen)
    return gevonden


def lees_parameters(
    bestanden: Iterable[tuple[str, bytes]], bronnen: Mapping[str, Bron]
) -> Parameters:
    """Lees alle parameterbestanden; een naam staat maar één keer in het geheel."""
    op_naam: dict[str, Parameter] = {}
    for bestand, inhoud in bestanden:
        for naam, plek, knoop in lees(bestand, inhoud).paren():
            if not _NAAM.match(naam):
                reden = f"'{naam}' is geen naam van een parameter (bijvoorbeeld 'boete.minimum')"
                raise plek.fout(reden)
            if naam in op_naam:
                reden = f"parameter '{naam}' staat ook al in {op_naam[naam].groep}"
                raise plek.fout(reden)
            op_naam[naam] = _parameter(naam, knoop, bronnen, bestand)
    return Parameters(op_naam)


def _parameter(naam: str, knoop: Knoop, bronnen: Mapping[str, Bron], bestand: str) -> Parameter:
    velden = knoop.velden(("omschrijving", "soort", "waarden"), ("keuzes",))
    soort = Soort(velden["soort"].keuze([s.value for s in Soort]))
    keuzes = tuple(k.tekst() for k in velden["keuzes"].items()) if "keuzes" in velden else ()
    if (soort is Soort.KEUZE) != bool(keuzes):
        reden = f"'{naam}': 'keuzes' hoort bij soort 'keuze' en alleen daar"
        raise knoop.fout(reden)
    waarden: list[Waarde[Ruw]] = []
    perioden: list[tuple[date, date | None, Knoop]] = []
    for item in velden["waarden"].items():
        deel = item.velden(("waarde", "eenheid", *HERKOMST), ("tot_en_met", "nota"))
        geldig = lees_geldigheid(naam, deel, bronnen)
        perioden.append((geldig.van, geldig.tot_en_met, item))
        waarden.append(
            Waarde(
                naam=naam,
                waarde=_waarde(soort, deel["waarde"], keuzes),
                eenheid=deel["eenheid"].keuze(EENHEDEN[soort]),
                grondslag=geldig.grondslag,
                van=geldig.van,
                tot_en_met=geldig.tot_en_met,
                bron=geldig.bron,
                nagekeken_op=geldig.nagekeken_op,
                nota=geldig.nota,
            )
        )
    keur_tijdlijn(perioden, f"'{naam}'")
    return Parameter(
        naam=naam,
        omschrijving=velden["omschrijving"].tekst(),
        soort=soort,
        waarden=tuple(waarden),
        groep=bestand,
        regel=knoop.regel,
    )


def _waarde(soort: Soort, knoop: Knoop, keuzes: tuple[str, ...]) -> Ruw:
    return knoop.keuze(keuzes) if soort is Soort.KEUZE else _LEZERS[soort](knoop)


def _percentage(knoop: Knoop) -> Fraction:
    tekst = knoop.tekst()
    if not _PERCENTAGE.match(tekst):
        reden = f"'{tekst}' is geen percentage (bijvoorbeeld 5.25)"
        raise knoop.fout(reden)
    return Fraction(tekst)


def lees_bedrag(knoop: Knoop) -> Cent:
    """Een bedrag als tekst met twee cijfers na de punt, niet negatief."""
    try:
        bedrag = Cent.lees(knoop.tekst())
    except ValueError as fout:
        raise knoop.fout(str(fout)) from fout
    if bedrag < 0:
        reden = "een bedrag van de wet is niet negatief"
        raise knoop.fout(reden)
    return bedrag


def _niet_negatief(knoop: Knoop) -> int:
    getal = knoop.geheel()
    if getal < 0:
        reden = f"{getal} kan niet: een getal van de wet is niet negatief"
        raise knoop.fout(reden)
    return getal


def _verschillend(knoop: Knoop) -> tuple[str, ...]:
    woorden: list[str] = []
    for kind in knoop.items():
        woord = kind.tekst()
        if woord in woorden:
            reden = f"'{woord}' staat er twee keer"
            raise kind.fout(reden)
        woorden.append(woord)
    return tuple(woorden)


def _getallen(knoop: Knoop) -> tuple[int, ...]:
    return tuple(_niet_negatief(kind) for kind in knoop.items())


_LEZERS: Mapping[Soort, Callable[[Knoop], Ruw]] = {
    Soort.GETAL: _niet_negatief,
    Soort.TERMIJN: _niet_negatief,
    Soort.BEDRAG: lees_bedrag,
    Soort.PERCENTAGE: _percentage,
    Soort.TEKST: lambda knoop: knoop.tekst(),
    Soort.DATUM: lambda knoop: knoop.datum(),
    Soort.GETALLEN: _getallen,
    Soort.WOORDEN: _verschillend,
}
