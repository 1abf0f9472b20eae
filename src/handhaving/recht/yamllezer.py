"""Strikt YAML lezen: elke fout noemt bestand, regel en reden.

Een waarde wordt gelezen zoals ze geschreven staat en gaat nooit door een kommagetal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from handhaving.recht.tellen import lees_datum

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

_LADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_GEHEEL = re.compile(r"-?(0|[1-9][0-9]*)\Z", re.ASCII)


class RechtsbestandFout(Exception):
    """Een rechtsbestand deugt niet: `bestand`, `regel` (vanaf 1) en `reden` zeggen waarom."""

    def __init__(self, bestand: str, regel: int, reden: str) -> None:
        """Bewaar de plek en de reden; de boodschap is `bestand, regel N: reden`."""
        self.bestand = bestand
        self.regel = regel
        self.reden = reden
        super().__init__(f"{bestand}, regel {regel}: {reden}")


@dataclass(frozen=True, slots=True)
class Knoop:
    """Eén plek in een YAML-bestand, die haar regelnummer kent."""

    bestand: str
    node: yaml.Node

    @property
    def regel(self) -> int:
        """Het regelnummer, vanaf 1."""
        return int(self.node.start_mark.line) + 1

    def fout(self, reden: str) -> RechtsbestandFout:
        """De fout die deze plek noemt."""
        return RechtsbestandFout(self.bestand, self.regel, reden)

    def paren(self) -> list[tuple[str, Knoop, Knoop]]:
        """De (naam, plek van de naam, inhoud) van een blok; een dubbele naam is een fout."""
        if not isinstance(self.node, yaml.MappingNode):
            reden = "hier hoort een blok van sleutels en waarden"
            raise self.fout(reden)
        gezien: dict[str, int] = {}
        uit: list[tuple[str, Knoop, Knoop]] = []
        for sleutel, waarde in self.node.value:
            plek = Knoop(self.bestand, sleutel)
            naam = plek.tekst()
            if naam in gezien:
                reden = f"'{naam}' staat er twee keer (ook op regel {gezien[naam]})"
                raise plek.fout(reden)
            gezien[naam] = plek.regel
            uit.append((naam, plek, Knoop(self.bestand, waarde)))
        return uit

    def velden(self, verplicht: Collection[str], mag: Collection[str] = ()) -> dict[str, Knoop]:
        """De velden van een blok: geen onbekende, geen ontbrekende."""
        uit: dict[str, Knoop] = {}
        for naam, plek, inhoud in self.paren():
            if naam not in verplicht and naam not in mag:
                bekend = ", ".join([*verplicht, *mag])
                reden = f"onbekende sleutel '{naam}'; toegelaten: {bekend}"
                raise plek.fout(reden)
            uit[naam] = inhoud
        for naam in verplicht:
            if naam not in uit:
                reden = f"'{naam}' ontbreekt"
                raise self.fout(reden)
        return uit

    def items(self) -> list[Knoop]:
        """De elementen van een lijst, minstens één."""
        if not isinstance(self.node, yaml.SequenceNode):
            reden = "hier hoort een lijst"
            raise self.fout(reden)
        if not self.node.value:
            reden = "de lijst is leeg"
            raise self.fout(reden)
        return [Knoop(self.bestand, kind) for kind in self.node.value]

    def is_leeg(self) -> bool:
        """Of hier niets staat (`~` of niets na de dubbelepunt)."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == "tag:yaml.org,2002:null"

    def tekst(self) -> str:
        """De tekst die er staat, nooit leeg."""
        if not isinstance(self.node, yaml.ScalarNode):
            reden = "hier hoort één waarde, geen lijst of blok"
            raise self.fout(reden)
        waarde = str(self.node.value).strip()
        if self.is_leeg() or not waarde:
            reden = "hier hoort een waarde"
            raise self.fout(reden)
        return waarde

    def keuze(self, toegelaten: Collection[str]) -> str:
        """Een van de toegelaten woorden."""
        waarde = self.tekst()
        if waarde not in toegelaten:
            reden = f"'{waarde}' kan hier niet; toegelaten: {', '.join(toegelaten)}"
            raise self.fout(reden)
        return waarde

    def geheel(self) -> int:
        """Een geheel getal, zoals geschreven."""
        waarde = self.tekst()
        if not _GEHEEL.match(waarde):
            reden = f"'{waarde}' is geen geheel getal"
            raise self.fout(reden)
        return int(waarde)

    def datum(self) -> date:
        """Een bestaande dag, geschreven als JJJJ-MM-DD."""
        waarde = self.tekst()
        dag = lees_datum(waarde)
        if dag is None:
            reden = f"'{waarde}' is geen bestaande dag (JJJJ-MM-DD)"
            raise self.fout(reden)
        return dag

    def datum_of_leeg(self) -> date | None:
        """Een dag, of niets."""
        return None if self.is_leeg() else self.datum()


def lees(bestand: str, inhoud: bytes) -> Knoop:
    """Lees één bestand; een schrijffout in de YAML zelf noemt haar regel."""
    try:
        node = yaml.compose(inhoud.decode("utf-8"), Loader=_LADER)
    except UnicodeDecodeError as fout:
        regel = inhoud[: fout.start].count(b"\n") + 1
        raise RechtsbestandFout(bestand, regel, "het bestand is geen UTF-8") from fout
    except yaml.MarkedYAMLError as fout:
        plek = fout.problem_mark or fout.context_mark
        regel = int(plek.line) + 1 if plek else 1
        raise RechtsbestandFout(bestand, regel, f"geen leesbare YAML: {fout.problem}") from fout
    except yaml.YAMLError as fout:
        raise RechtsbestandFout(bestand, 1, f"geen leesbare YAML: {fout}") from fout
    if node is None:
        raise RechtsbestandFout(bestand, 1, "het bestand is leeg")
    return Knoop(bestand, node)


def keur_tijdlijn(perioden: list[tuple[date, date | None, Knoop]], wat: str) -> None:
    """Perioden (van, tot en met) volgen op elkaar, zonder overlapping en zonder gat."""
    vorige: tuple[date, date | None, Knoop] | None = None
    for van, tot, plek in perioden:
        if tot is not None and tot < van:
            reden = f"{wat}: 'tot_en_met' {tot} ligt vóór 'van' {van}"
            raise plek.fout(reden)
        if vorige is not None:
            v_van, v_tot, v_plek = vorige
            if v_tot is None or van <= v_tot:
                reden = (
                    f"{wat}: de waarde vanaf {van} overlapt met die vanaf {v_van} "
                    f"(regel {v_plek.regel})"
                )
                raise plek.fout(reden)
            if (van - v_tot).days != 1:
                reden = f"{wat}: gat tussen {v_tot} en {van}; een datum zonder waarde is een fout"
                raise plek.fout(reden)
        vorige = (van, tot, plek)
