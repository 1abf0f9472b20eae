"""Nummers met een controlegetal: INSZ (rijksregister en bis), KBO, OGM en IBAN.

Een nummer wordt herkend of geweigerd, nooit geraden of verbeterd. Geen foutmelding herhaalt het
nummer. Het INSZ wordt hier zelf gekeurd: de bibliotheek die de andere nummers keurt, vergelijkt
het geboortejaar met de dag van vandaag, en hier is geen klok.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum import exceptions as stdnum_fouten
from stdnum import iban as stdnum_iban
from stdnum.be import ogm_vcs
from stdnum.be import vat as stdnum_kbo

_MODULUS = 97
_INSZ = re.compile(
    r"(?P<jaar>[0-9]{2})[. ]?(?P<maand>[0-9]{2})[. ]?(?P<dag>[0-9]{2})[- ]?"
    r"(?P<reeks>[0-9]{3})[. ]?(?P<controle>[0-9]{2})\Z",
    re.ASCII,
)
_BASIS10 = re.compile(r"[0-9]{10}\Z", re.ASCII)
_OGM = re.compile(
    r"(?:\+{3}|\*{3})?\s*([0-9]{3})\s*/?\s*([0-9]{4})\s*/?\s*([0-9]{5})\s*(?:\+{3}|\*{3})?\Z",
    re.ASCII,
)
_OGM_GROEPEN = re.compile(r"[0-9 ]+\Z", re.ASCII)
_EEUWEN = (("", 1900), ("2", 2000))
_BIS_ONBEKEND, _BIS_BEKEND = 20, 40
_MAANDEN = 12
_INSZ_CIJFERS = 11
_HOOGSTE_REEKS = 998
_INSZ_ERGENS = re.compile(
    r"(?<![0-9])(?=(?P<nummer>[0-9]{2}(?P<teken>[./ -]?)[0-9]{2}(?P=teken)[0-9]{2}"
    r"[./ -]?[0-9]{3}[./ -]?[0-9]{2})(?![0-9]))",
    re.ASCII,
)
_IBAN_ERGENS = re.compile(r"(?=([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}))", re.ASCII | re.IGNORECASE)
_IBAN_KORTST = 15
_ZONDER_TEKENS = str.maketrans("", "", " .-")
_UUID_ERGENS = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.ASCII | re.IGNORECASE
)


class NummerOngeldigFout(ValueError):
    """Een nummer deugt niet; `reden` zegt waarom, zonder het nummer te herhalen."""

    def __init__(self, reden: str) -> None:
        """Bewaar de reden."""
        self.reden = reden
        super().__init__(reden)


class InszOngeldigFout(NummerOngeldigFout):
    """Een INSZ deugt niet."""


class OgmOngeldigFout(NummerOngeldigFout):
    """Een gestructureerde mededeling deugt niet."""


class KboOngeldigFout(NummerOngeldigFout):
    """Een ondernemingsnummer deugt niet."""


class IbanOngeldigFout(NummerOngeldigFout):
    """Een rekeningnummer deugt niet."""


@dataclass(frozen=True, slots=True)
class Insz:
    """Een geldig INSZ: elf cijfers, de soort, en de geboortedatum als ze volledig bekend is."""

    nummer: str
    soort: Literal["rijksregister", "bis"]
    geboortedatum: date | None

    @property
    def tekst(self) -> str:
        """`85.07.30-033.28`."""
        n = self.nummer
        return f"{n[:2]}.{n[2:4]}.{n[4:6]}-{n[6:9]}.{n[9:]}"


@dataclass(frozen=True, slots=True)
class Ogm:
    """Een gestructureerde mededeling: twaalf cijfers en de geschreven vorm."""

    cijfers: str
    tekst: str


def lees_insz(tekst: str) -> Insz:
    """Herken een INSZ. Fout: InszOngeldigFout.

    Beide eeuwen worden geprobeerd; één nummer kan maar in één eeuw kloppen. Maand of dag 00
    betekent dat de geboortedatum niet volledig bekend is.
    """
    gevonden = _INSZ.match(tekst.strip())
    if gevonden is None:
        cijfers = sum(teken.isdecimal() for teken in tekst)
        reden = "een INSZ telt elf cijfers"
        if cijfers == _INSZ_CIJFERS - 1:
            reden += "; dit zijn er tien (viel een voorloopnul weg, ook die van het controlegetal?)"
        raise InszOngeldigFout(reden)
    basis = "".join(gevonden.group("jaar", "maand", "dag", "reeks"))
    controle = int(gevonden.group("controle"))
    eeuw = next(
        (jaar for prefix, jaar in _EEUWEN if _MODULUS - int(prefix + basis) % _MODULUS == controle),
        None,
    )
    if eeuw is None:
        reden = "het controlegetal klopt niet, in geen van beide eeuwen"
        raise InszOngeldigFout(reden)
    soort, maand = _soort_en_maand(int(gevonden.group("maand")))
    reeks = int(gevonden.group("reeks"))
    if soort == "rijksregister" and not 1 <= reeks <= _HOOGSTE_REEKS:
        reden = "het volgnummer van een rijksregisternummer ligt tussen 001 en 998"
        raise InszOngeldigFout(reden)
    if reeks == 0:
        reden = "het volgnummer 000 bestaat niet"
        raise InszOngeldigFout(reden)
    dag = int(gevonden.group("dag"))
    return Insz(
        nummer=f"{basis}{controle:02d}",
        soort=soort,
        geboortedatum=_geboortedatum(eeuw + int(gevonden.group("jaar")), maand, dag),
    )


def _soort_en_maand(maand: int) -> tuple[Literal["rijksregister", "bis"], int]:
    if maand <= _MAANDEN:
        return "rijksregister", maand
    for ophoging in (_BIS_ONBEKEND, _BIS_BEKEND):
        if ophoging <= maand <= ophoging + _MAANDEN:
            return "bis", maand - ophoging
    reden = "de maand bestaat niet, ook niet als bisnummer"
    raise InszOngeldigFout(reden)


def _geboortedatum(jaar: int, maand: int, dag: int) -> date | None:
    """De volledige datum, of None als maand of dag onbekend is (of de dagteller vol was)."""
    if maand == 0 or dag == 0:
        return None
    if dag > monthrange(jaar, maand)[1]:
        reden = "de geboortedag bestaat niet"
        raise InszOngeldigFout(reden)
    return date(jaar, maand, dag)


def ogm(basis10: str) -> Ogm:
    """De gestructureerde mededeling bij tien cijfers; rest 0 geeft controlegetal 97."""
    if not _BASIS10.match(basis10):
        reden = "de basis van een gestructureerde mededeling telt precies tien cijfers"
        raise OgmOngeldigFout(reden)
    cijfers = f"{basis10}{int(basis10) % _MODULUS or _MODULUS:02d}"
    return Ogm(cijfers=cijfers, tekst=f"+++{cijfers[:3]}/{cijfers[3:7]}/{cijfers[7:]}+++")


def lees_ogm(tekst: str) -> str | None:
    """De twaalf cijfers van een gestructureerde mededeling, of None als er geen geldige staat.

    Plussen, sterretjes, schuine strepen en spaties mogen ontbreken of anders staan; een fout
    cijfer wordt niet verbeterd.
    """
    kaal = tekst.strip()
    gevonden = _OGM.match(kaal)
    if gevonden is not None:
        cijfers = "".join(gevonden.groups())
    elif _OGM_GROEPEN.match(kaal):
        cijfers = kaal.replace(" ", "")
    else:
        return None
    return cijfers if ogm_vcs.is_valid(cijfers) else None


def lees_kbo(tekst: str) -> str:
    """De tien cijfers van een ondernemingsnummer. Fout: KboOngeldigFout."""
    try:
        return stdnum_kbo.validate(tekst)
    except stdnum_fouten.ValidationError as fout:
        reden = "dit is geen geldig ondernemingsnummer (tien cijfers met controlegetal)"
        raise KboOngeldigFout(reden) from fout


def lees_iban(tekst: str) -> str:
    """Een IBAN zonder spaties, in hoofdletters. Fout: IbanOngeldigFout.

    De lijst van banken in de bibliotheek is niet volledig en beslist dus niet mee.
    """
    try:
        return stdnum_iban.validate(tekst, check_country=False)
    except stdnum_fouten.ValidationError as fout:
        reden = "dit is geen geldig IBAN"
        raise IbanOngeldigFout(reden) from fout


def draagt_nummer(tekst: str) -> bool:
    """Of ergens in een tekst een geldig INSZ of IBAN staat, met of zonder leestekens.

    Een langere reeks cijfers (een gestructureerde mededeling, een bankreferentie) en een UUID
    dragen er geen: wat er toevallig in past, is niet als nummer van een mens geschreven.
    """
    kaal = _UUID_ERGENS.sub("|", tekst)
    return _draagt_insz(kaal) or any(map(_draagt_iban, {kaal, kaal.translate(_ZONDER_TEKENS)}))


def _draagt_insz(tekst: str) -> bool:
    for gevonden in _INSZ_ERGENS.finditer(tekst):
        try:
            lees_insz("".join(filter(str.isdigit, gevonden["nummer"])))
        except InszOngeldigFout:
            continue
        return True
    return False


def _draagt_iban(tekst: str) -> bool:
    """Elke lengte wordt geprobeerd: de bibliotheek kent die van elk land."""
    return any(
        stdnum_iban.is_valid(reeks[:lengte], check_country=False)
        for reeks in _IBAN_ERGENS.findall(tekst)
        for lengte in range(_IBAN_KORTST, len(reeks) + 1)
        if not reeks[lengte : lengte + 1].isdigit()
    )
