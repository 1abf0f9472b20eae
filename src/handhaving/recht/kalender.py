"""De kalender: wettelijke feestdagen als gedateerde gegevens, werkdagen, en een versiestempel."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handhaving.recht.lezen import lees_grondslag
from handhaving.recht.parameters import RechtOntbreekt, binnen
from handhaving.recht.yamllezer import lees

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.parameters import Bron, Parameters
    from handhaving.recht.yamllezer import Knoop

DAG = timedelta(days=1)
_ZATERDAG, _ZONDAG = 5, 6
_VASTE_DAG = re.compile(r"[0-9]{2}-[0-9]{2}\Z", re.ASCII)
WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class KalenderOntbreekt(RechtOntbreekt):
    """Voor dit jaar staan er geen feestdagen in de kalender; er wordt niet geraden."""

    def __init__(self, jaar: int, eerste: int, laatste: int) -> None:
        """`jaar` valt buiten `eerste`..`laatste`."""
        self.jaar = jaar
        super().__init__(
            f"feestdagen.yaml kent {eerste} tot en met {laatste}, niet {jaar}; vul het jaar aan"
        )


@dataclass(frozen=True, slots=True)
class Overslag:
    """Een dag die niet meetelt of niet de laatste kan zijn, en waarom."""

    dag: date
    reden: str


@dataclass(frozen=True, slots=True)
class Kalender:
    """Feestdagen per dag. `versie` is het stempel dat in termijnen en gebeurtenissen meereist."""

    naam: str
    feestdagen: Mapping[date, str]
    eerste_jaar: int
    laatste_jaar: int
    zaterdag_is_werkdag: tuple[tuple[date, date | None, bool], ...]
    grondslag: Grondslag
    bron: Bron
    nagekeken_op: date
    nota: str | None
    versie: str

    def eis(self, dag: date) -> None:
        """De kalender moet dat jaar kennen. Fout: KalenderOntbreekt."""
        if not self.eerste_jaar <= dag.year <= self.laatste_jaar:
            raise KalenderOntbreekt(dag.year, self.eerste_jaar, self.laatste_jaar)

    def feestdag(self, dag: date) -> str | None:
        """De naam van de wettelijke feestdag, of None. Fout: KalenderOntbreekt."""
        self.eis(dag)
        return self.feestdagen.get(dag)

    def geen_werkdag(self, dag: date) -> str | None:
        """Waarom dit geen werkdag is, of None als het er een is."""
        feestdag = self.feestdag(dag)
        if feestdag is not None:
            return feestdag
        if dag.weekday() == _ZONDAG:
            return "zondag"
        if dag.weekday() == _ZATERDAG and not self._zaterdag_werkt(dag):
            return "zaterdag"
        return None

    def geen_laatste_dag(self, dag: date) -> str | None:
        """Waarom een termijn niet op deze dag kan eindigen: zaterdag, zondag of feestdag."""
        feestdag = self.feestdag(dag)
        if feestdag is not None:
            return feestdag
        return WEEKDAGEN[dag.weekday()] if dag.weekday() >= _ZATERDAG else None

    def is_werkdag(self, dag: date) -> bool:
        """Of dit een werkdag is."""
        return self.geen_werkdag(dag) is None

    def werkdagen_na(self, dag: date, aantal: int) -> tuple[date, tuple[Overslag, ...]]:
        """De `aantal`-ste werkdag na `dag` (die zelf niet telt), met wat werd overgeslagen."""
        if aantal < 0:
            msg = "een aantal werkdagen is niet negatief"
            raise ValueError(msg)
        overgeslagen: list[Overslag] = []
        while aantal:
            dag += DAG
            reden = self.geen_werkdag(dag)
            if reden is None:
                aantal -= 1
            else:
                overgeslagen.append(Overslag(dag, reden))
        return dag, tuple(overgeslagen)

    def verleng(self, dag: date) -> tuple[date, tuple[Overslag, ...]]:
        """De eerste dag vanaf `dag` die geen zaterdag, zondag of feestdag is."""
        overgeslagen: list[Overslag] = []
        while (reden := self.geen_laatste_dag(dag)) is not None:
            overgeslagen.append(Overslag(dag, reden))
            dag += DAG
        return dag, tuple(overgeslagen)

    def werkdag_tot_en_met(self, dag: date) -> tuple[date, tuple[Overslag, ...]]:
        """De laatste werkdag niet later dan `dag`: wat nog veilig is."""
        overgeslagen: list[Overslag] = []
        while (reden := self.geen_laatste_dag(dag)) is not None:
            overgeslagen.append(Overslag(dag, reden))
            dag -= DAG
        return dag, tuple(overgeslagen)

    def _zaterdag_werkt(self, dag: date) -> bool:
        return any(werkt and binnen(dag, van, tot) for van, tot, werkt in self.zaterdag_is_werkdag)


def lees_kalender(
    bestand: str, inhoud: bytes, bronnen: Mapping[str, Bron], parameters: Parameters
) -> Kalender:
    """Lees feestdagen.yaml: elk jaar heeft precies de opgesomde feestdagen, zonder gat."""
    velden = lees(bestand, inhoud).velden(
        ("naam", "feestdagen", "grondslag", "status", "nagekeken_op", "jaren"), ("nota",)
    )
    naam = velden["naam"].tekst()
    bron, grondslag = lees_grondslag(
        "feestdagen", velden["nagekeken_op"].tekst(), velden["grondslag"], velden["status"], bronnen
    )
    eisen = {feest: _eis(knoop) for feest, _, knoop in velden["feestdagen"].paren()}
    dagen: dict[date, str] = {}
    jaren: list[int] = []
    for tekst, plek, knoop in velden["jaren"].paren():
        jaar = plek.geheel()
        if jaren and jaar != jaren[-1] + 1:
            reden = f"na {jaren[-1]} hoort {jaren[-1] + 1}, niet {tekst}"
            raise plek.fout(reden)
        jaren.append(jaar)
        for feest, waarde in knoop.velden(tuple(eisen)).items():
            dag = _feestdag(feest, eisen[feest], jaar, waarde)
            dagen[dag] = f"{dagen[dag]} en {feest}" if dag in dagen else feest
    if not jaren:
        reden = "er staat geen enkel jaar"
        raise velden["jaren"].fout(reden)
    canoniek = "\n".join(f"{dag} {feest}" for dag, feest in sorted(dagen.items()))
    afdruk = hashlib.sha256(canoniek.encode()).hexdigest()[:12]
    zaterdag = tuple(
        (w.van, w.tot_en_met, w.waarde == "ja")
        for w in parameters.op_naam["werkdag.zaterdag"].waarden
    )
    return Kalender(
        naam=naam,
        feestdagen=dagen,
        eerste_jaar=jaren[0],
        laatste_jaar=jaren[-1],
        zaterdag_is_werkdag=zaterdag,
        grondslag=grondslag,
        bron=bron,
        nagekeken_op=velden["nagekeken_op"].datum(),
        nota=velden["nota"].tekst() if "nota" in velden else None,
        versie=f"{naam}/{jaren[0]}-{jaren[-1]}/{afdruk}",
    )


def _eis(knoop: Knoop) -> str:
    """Wat een feestdag moet zijn: elk jaar dezelfde dag (`MM-DD`), of altijd dezelfde weekdag."""
    eis = knoop.tekst()
    if eis not in WEEKDAGEN and not _VASTE_DAG.match(eis):
        reden = f"'{eis}' is geen weekdag en geen vaste dag (MM-DD)"
        raise knoop.fout(reden)
    return eis


def _feestdag(feest: str, eis: str, jaar: int, knoop: Knoop) -> date:
    dag = knoop.datum()
    if dag.year != jaar:
        reden = f"{feest} {dag} ligt niet in {jaar}"
        raise knoop.fout(reden)
    if eis not in (WEEKDAGEN[dag.weekday()], f"{dag:%m-%d}"):
        reden = f"{feest} {dag} is een {WEEKDAGEN[dag.weekday()]}; het moet '{eis}' zijn"
        raise knoop.fout(reden)
    return dag
