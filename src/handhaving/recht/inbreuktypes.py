"""De inbreuktypes, hun geldigheid en boetevork, de boetetabel, en de vertaling van KBI-codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from handhaving.recht.lezen import HERKOMST, lees_bedrag, lees_geldigheid
from handhaving.recht.stappen import grondslagen
from handhaving.recht.yamllezer import keur_tijdlijn, lees

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from handhaving.recht.bedragen import Cent
    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.lezen import Geldigheid
    from handhaving.recht.parameters import Bron, Parameters
    from handhaving.recht.yamllezer import Knoop


class Gedateerd(Protocol):
    """Iets met een geldigheid."""

    @property
    def geldig(self) -> Geldigheid:
        """Vanaf en tot wanneer, en waarom."""
        ...


G = TypeVar("G", bound=Gedateerd)
REGIMES = ("oud", "nieuw")
OVERHEDEN = ("ABB", "OCMW", "VDAB", "VMSW")


@dataclass(frozen=True, slots=True)
class Boetevork:
    """De laagste en de hoogste boete, met hun gronden."""

    minimum: Cent
    maximum: Cent
    grondslag: tuple[Grondslag, ...]

    def bevat(self, bedrag: Cent) -> bool:
        """Of het bedrag erin ligt, grenzen inbegrepen."""
        return self.minimum <= bedrag <= self.maximum


@dataclass(frozen=True, slots=True)
class Inbreuktype:
    """Een inbreuktype zoals het op een dag geldt."""

    code: str
    omschrijving: str
    fase: str
    herstel: str
    regimes: frozenset[str]
    bevoegdheden: tuple[str, ...]
    drempel: str | None
    boetevork: Boetevork
    regime_grens: date
    van: date
    tot_en_met: date | None
    grondslag: Grondslag
    nagekeken_op: date
    nota: str | None

    def geldt_voor_plicht(self, ontstaan_op: date | None) -> bool:
        """Of het type bestaat onder de regeling van die plicht; onbekend is geen beletsel."""
        return ontstaan_op is None or regime(ontstaan_op, self.regime_grens) in self.regimes


@dataclass(frozen=True, slots=True)
class Typeversie:
    """Een inbreuktype in één periode, zoals het bestand het omschrijft."""

    code: str
    omschrijving: str
    fase: str
    herstel: str
    regimes: frozenset[str]
    bevoegdheden: tuple[str, ...]
    drempel: str | None
    eigen_vork: tuple[Cent, Cent] | None
    geldig: Geldigheid


@dataclass(frozen=True, slots=True)
class Boetetabel:
    """Een boetetabel in één periode: per type het bedrag van de eerste, tweede … herhaling."""

    geldig: Geldigheid
    bedragen: Mapping[str, tuple[Cent, ...]]

    def bedrag(self, code: str, stap: int) -> Cent | None:
        """Het bedrag bij de zoveelste inbreuk (vanaf 1); de laatste kolom geldt ook daarna."""
        rij = self.bedragen.get(code)
        if rij is None or stap < 1:
            return None
        return rij[min(stap, len(rij)) - 1]


@dataclass(frozen=True, slots=True)
class Koppeling:
    """De vertaling van één KBI-code in één periode; `type` is None als er geen type bij hoort."""

    schema: str
    code: str
    type: str | None
    geldig: Geldigheid


@dataclass(frozen=True, slots=True)
class Kbi:
    """De vertaling van KBI: types per (schema, code) en overheden per schema."""

    types: Mapping[tuple[str, str], tuple[Koppeling, ...]]
    overheden: Mapping[tuple[str, str], str]

    def koppeling(self, code: str, schema: str, op: date) -> Koppeling | None:
        """De vertaling die op die dag geldt."""
        return geldend(self.types.get((schema, code), ()), op)


def regime(plicht_ontstaan_op: date, grens: date) -> str:
    """`oud` of `nieuw`, naar de dag waarop de plicht ontstond."""
    return REGIMES[plicht_ontstaan_op >= grens]


def geldend(versies: Sequence[G], op: date) -> G | None:
    """De versie die op die dag geldt, of None."""
    return next((versie for versie in versies if versie.geldig.geldt_op(op)), None)


def lees_inbreuktypes(
    bestand: str, inhoud: bytes, bronnen: Mapping[str, Bron], drempels: Collection[str]
) -> dict[str, tuple[Typeversie, ...]]:
    """Lees inbreuktypes.yaml: per code één of meer perioden, zonder overlapping en zonder gat.

    `drempels` zijn de parameters die een drempel aan deelname kunnen zijn.
    """
    types: dict[str, tuple[Typeversie, ...]] = {}
    for code, _, knoop in lees(bestand, inhoud).paren():
        versies: list[Typeversie] = []
        plekken: list[Knoop] = []
        for item in knoop.items():
            velden = item.velden(
                ("omschrijving", "fase", "herstel", "regimes", "bevoegdheden", *HERKOMST),
                ("tot_en_met", "nota", "boetevork", "drempel"),
            )
            plekken.append(item)
            versies.append(
                Typeversie(
                    code=code,
                    omschrijving=velden["omschrijving"].tekst(),
                    fase=velden["fase"].tekst(),
                    herstel=velden["herstel"].tekst(),
                    regimes=frozenset(k.keuze(REGIMES) for k in velden["regimes"].items()),
                    bevoegdheden=tuple(k.keuze(OVERHEDEN) for k in velden["bevoegdheden"].items()),
                    drempel=velden["drempel"].keuze(drempels) if "drempel" in velden else None,
                    eigen_vork=_vork(velden["boetevork"]) if "boetevork" in velden else None,
                    geldig=lees_geldigheid(f"inbreuktype.{code}", velden, bronnen),
                )
            )
        _keur(versies, plekken, f"inbreuktype {code}")
        types[code] = tuple(versies)
    return types


def lees_boetetabellen(
    bestand: str, inhoud: bytes, bronnen: Mapping[str, Bron], codes: Collection[str]
) -> tuple[Boetetabel, ...]:
    """Lees boetetabel.yaml; leeg zolang er geen tabel is."""
    knoop = lees(bestand, inhoud).velden(("tabellen",))["tabellen"]
    if knoop.is_leeg():
        return ()
    tabellen: list[Boetetabel] = []
    plekken: list[Knoop] = []
    for item in knoop.items():
        velden = item.velden((*HERKOMST, "bedragen"), ("tot_en_met", "nota"))
        bedragen: dict[str, tuple[Cent, ...]] = {}
        for code, plek, rij in velden["bedragen"].paren():
            if code not in codes:
                reden = f"inbreuktype '{code}' bestaat niet"
                raise plek.fout(reden)
            bedragen[code] = tuple(lees_bedrag(bedrag) for bedrag in rij.items())
        plekken.append(item)
        tabellen.append(Boetetabel(lees_geldigheid("boetetabel", velden, bronnen), bedragen))
    _keur(tabellen, plekken, "boetetabel")
    return tuple(tabellen)


def lees_kbi(
    bestand: str, inhoud: bytes, bronnen: Mapping[str, Bron], codes: Collection[str]
) -> Kbi:
    """Lees kbi.yaml: per schema de codes van types en van overheden."""
    types: dict[tuple[str, str], tuple[Koppeling, ...]] = {}
    overheden: dict[tuple[str, str], str] = {}
    for schema, _, knoop in lees(bestand, inhoud).paren():
        delen = knoop.velden(("types", "overheden"))
        for code, _, lijst in delen["types"].paren():
            items = lijst.items()
            rij = [_koppeling(schema, code, item, bronnen, codes) for item in items]
            _keur(rij, items, f"{schema} {code}")
            types[schema, code] = tuple(rij)
        for code, _, overheid in delen["overheden"].paren():
            overheden[schema, code] = overheid.keuze(OVERHEDEN)
    return Kbi(types, overheden)


def _koppeling(
    schema: str, code: str, item: Knoop, bronnen: Mapping[str, Bron], codes: Collection[str]
) -> Koppeling:
    velden = item.velden(("type", *HERKOMST), ("tot_en_met", "nota"))
    doel = None if velden["type"].is_leeg() else velden["type"].keuze(codes)
    return Koppeling(schema, code, doel, lees_geldigheid(f"kbi.{schema}.{code}", velden, bronnen))


def _vork(knoop: Knoop) -> tuple[Cent, Cent]:
    velden = knoop.velden(("minimum", "maximum"))
    laag, hoog = lees_bedrag(velden["minimum"]), lees_bedrag(velden["maximum"])
    if hoog < laag:
        reden = f"het maximum {hoog} ligt onder het minimum {laag}"
        raise velden["maximum"].fout(reden)
    return laag, hoog


def _keur(versies: Sequence[Gedateerd], plekken: Sequence[Knoop], wat: str) -> None:
    keur_tijdlijn(
        [
            (versie.geldig.van, versie.geldig.tot_en_met, plek)
            for versie, plek in zip(versies, plekken, strict=True)
        ],
        wat,
    )


def met_vork(versie: Typeversie, parameters: Parameters, op: date) -> Inbreuktype:
    """Het type met zijn boetevork op die dag. Fout: ParameterOntbreekt."""
    if versie.eigen_vork is not None:
        vork = Boetevork(*versie.eigen_vork, grondslag=(versie.geldig.grondslag,))
    else:
        laag = parameters.bedrag("boete.minimum", op)
        hoog = parameters.bedrag("boete.maximum", op)
        vork = Boetevork(laag.waarde, hoog.waarde, grondslagen(laag.grondslag, hoog.grondslag))
    return Inbreuktype(
        code=versie.code,
        omschrijving=versie.omschrijving,
        fase=versie.fase,
        herstel=versie.herstel,
        regimes=versie.regimes,
        bevoegdheden=versie.bevoegdheden,
        drempel=versie.drempel,
        boetevork=vork,
        regime_grens=parameters.datum("regime.grens", op).waarde,
        van=versie.geldig.van,
        tot_en_met=versie.geldig.tot_en_met,
        grondslag=versie.geldig.grondslag,
        nagekeken_op=versie.geldig.nagekeken_op,
        nota=versie.geldig.nota,
    )
