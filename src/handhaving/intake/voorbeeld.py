"""Plainly fictitious persons with inbreuken, from a seed: for demonstration, training and tests.

Types and outcomes follow the proportions of the published figures: of 5,997 inbreuken in 2011
48 % were «niet tijdig aangemeld», 66 % led to an ingebrekestelling, 40 % of those were cured,
47 % went to handhaving and 23 % of those were fined; of 1,096 later fines 56 % needed a reminder
and 36 % went to the tax administration. Types other than the first are spread by hand.

Nobody here can be real: every national number is of someone born between 1900 and 1909, or of
someone whose birth date is unknown, and names say that they are fictitious.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

CENTRA: Final = {
    "0000000101": "AgII",
    "0000000202": "Atlas",
    "0000000303": "Amal",
    "0000000404": "HvN",
}
"""The made-up centre numbers of the sample, and whose they are."""

_AGENTSCHAPPEN: Final = {"AgII": 68, "Atlas": 17, "Amal": 11, "HvN": 4}
_TYPEN: Final = {
    "I01": 480, "I02": 55, "I03": 30, "I04": 60, "I05": 10, "I06": 95, "I07": 80, "I08": 35,
    "I09": 60, "I10": 5, "I11": 20, "I12": 40, "I13": 20, "I14": 0, "I15": 10,
}  # fmt: skip
_OVERHEDEN: Final = {"HH": 930, "OCMW": 35, "VDAB": 25, "VMSW": 10}
_TWEEDE_INBREUK: Final = 0.12
_TALEN: Final = {"nl": 20, "en": 30, "fr": 25, "ar": 15, "tr": 10}


class Uitkomst(StrEnum):
    """How the follow-up of an inbreuk ends in the demonstration."""

    ZONDER_GEVOLG = "zonderGevolg"
    """Moved away or registered after all: no ingebrekestelling."""
    RECHTGEZET = "rechtgezet"
    """Wrongly made; the file itself says so."""
    HISTORISCH = "historisch"
    """The file brings acts of before; somebody must choose."""
    INGEREGELD = "ingeregeld"
    LOOPT = "loopt"
    """In default; nothing more is known of it."""
    GEEN_GEVOLG = "geenGevolg"
    BETAALD = "betaald"
    AANGEMAAND_BETAALD = "aangemaandBetaald"
    VLABEL = "vlabel"
    BEROEP = "beroep"


_UITKOMSTEN: Final = {
    Uitkomst.ZONDER_GEVOLG: 257,
    Uitkomst.RECHTGEZET: 60,
    Uitkomst.HISTORISCH: 25,
    Uitkomst.INGEREGELD: 263,
    Uitkomst.LOOPT: 87,
    Uitkomst.GEEN_GEVOLG: 238,
    Uitkomst.BETAALD: 28,
    Uitkomst.AANGEMAAND_BETAALD: 14,
    Uitkomst.VLABEL: 25,
    Uitkomst.BEROEP: 3,
}


class Typelijst(Protocol):
    """The law, as far as the sample needs it."""

    def inbreuktype(self, code: str, op: date) -> object | None:
        """The type in force on this day."""


@dataclass(frozen=True, slots=True)
class VoorbeeldInbreuk:
    """One fictitious inbreuk, and how it is to end."""

    dossiernummer: str
    type: str
    datum_feit: date
    vastgesteld_op: date
    relaas: str
    rapport: str
    uitkomst: Uitkomst
    ingebrekestelling: date | None = None
    inregelstelling: date | None = None
    besluit: date | None = None
    rechtzetting: date | None = None


@dataclass(frozen=True, slots=True)
class VoorbeeldPersoon:
    """One fictitious person and what was established."""

    nummer: int
    insz: str
    klantnummer: str
    agentschap: str
    naam: str
    voornaam: str
    geboortedatum: date | None
    straat: str
    huisnummer: str
    postcode: str
    gemeente: str
    contacttaal: str
    plicht_ontstaan_op: date
    regime: str
    overheid: str
    inbreuken: tuple[VoorbeeldInbreuk, ...]

    @property
    def centrum(self) -> str:
        """The made-up number of the centre that keeps the file."""
        return next(nummer for nummer, wie in CENTRA.items() if wie == self.agentschap)


def fictief_insz(nummer: int) -> tuple[str, date | None]:
    """The n-th fictitious national number with a right check number, and its birth date.

    Most are born 1900-1909; one in seventeen is a BIS number, one in twenty-three has no birth
    date. Different below 300,000.
    """
    reeks, plaats = divmod(nummer, 3640)
    geboren: date | None = date(1900, 1, 1) + timedelta(days=plaats)
    assert geboren is not None  # noqa: S101 - net gezet
    jaar, maand, dag = geboren.year % 100, geboren.month, geboren.day
    volg = 2 * reeks + 1 + nummer % 2
    if nummer % 23 == 22:
        jaar, maand, dag = plaats % 100, 0, 0
        volg = 1 + (plaats // 100 + 37 * reeks) % 998
        geboren = None
    if nummer % 17 == 16:
        maand += 40 if nummer % 2 else 20
    basis = f"{jaar:02d}{maand:02d}{dag:02d}{volg:03d}"
    return f"{basis}{97 - int(basis) % 97:02d}", geboren


def personen(
    aantal: int, *, recht: Typelijst, tot: date, zaad: int = 2016, dagen: int = 180
) -> Iterator[VoorbeeldPersoon]:
    """So many persons with inbreuken in the `dagen` days up to `tot`; one seed, one outcome."""
    maker = _Maker(random.Random(zaad), recht, tot, dagen)  # noqa: S311 - verzonnen, geen geheim
    for nummer in range(1, aantal + 1):
        yield maker.persoon(nummer)


def _kies(worp: random.Random, gewichten: dict[str, int]) -> str:
    return worp.choices(list(gewichten), weights=list(gewichten.values()))[0]


@dataclass(frozen=True, slots=True)
class _Maker:
    worp: random.Random
    recht: Typelijst
    tot: date
    dagen: int

    def persoon(self, nummer: int) -> VoorbeeldPersoon:
        worp = self.worp
        insz, geboren = fictief_insz(nummer)
        agentschap = _kies(worp, _AGENTSCHAPPEN)
        # Nothing is later than a month before the end, so that every act of the past fits.
        laatste = self.tot - timedelta(days=35)
        feit = laatste - timedelta(days=worp.randrange(max(1, self.dagen - 35)))
        inbreuken = [self._inbreuk(f"KBI-{nummer:06d}-1", feit, _kies(worp, _TYPEN))]
        if worp.random() < _TWEEDE_INBREUK:
            later = min(laatste, feit + timedelta(days=worp.randrange(1, 30)))
            inbreuken.append(self._inbreuk(f"KBI-{nummer:06d}-2", later, "I14"))
        return VoorbeeldPersoon(
            nummer=nummer,
            insz=insz,
            klantnummer=f"K-{nummer:06d}",
            agentschap=agentschap,
            naam=f"Fictief-{nummer}",
            voornaam=f"Persoon-{nummer}",
            geboortedatum=geboren,
            straat="Verzonnenstraat",
            huisnummer=str(worp.randrange(1, 200)),
            postcode="0000",
            gemeente="Fictiegem",
            contacttaal=_kies(worp, _TALEN),
            plicht_ontstaan_op=feit - timedelta(days=worp.randrange(95, 280)),
            regime="brussel" if agentschap == "HvN" and worp.random() < 0.5 else "vlaanderen",
            overheid=_kies(worp, _OVERHEDEN),
            inbreuken=tuple(inbreuken),
        )

    def _inbreuk(self, dossiernummer: str, feit: date, code: str) -> VoorbeeldInbreuk:
        worp = self.worp
        if self.recht.inbreuktype(code, feit) is None:
            code = "I01"
        vastgesteld = feit + timedelta(days=worp.randrange(1, 5))
        uitkomst = Uitkomst(_kies(worp, {str(u): deel for u, deel in _UITKOMSTEN.items()}))
        acten: dict[str, date] = {}
        if uitkomst is Uitkomst.RECHTGEZET:
            acten["rechtzetting"] = vastgesteld + timedelta(days=worp.randrange(3, 25))
        elif uitkomst is Uitkomst.HISTORISCH:
            acten["ingebrekestelling"] = vastgesteld + timedelta(days=2)
            vervolg = worp.choice(("inregelstelling", "besluit", ""))
            if vervolg:
                acten[vervolg] = vastgesteld + timedelta(days=worp.randrange(5, 28))
        return VoorbeeldInbreuk(
            dossiernummer=dossiernummer,
            type=code,
            datum_feit=feit,
            vastgesteld_op=vastgesteld,
            relaas=f"Verzonnen relaas bij dossier {dossiernummer}.",
            rapport=str(UUID(int=worp.getrandbits(128))),
            uitkomst=uitkomst,
            **acten,
        )
