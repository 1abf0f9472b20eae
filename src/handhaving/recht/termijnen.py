"""Termijnen: van welke dag, hoe lang, in welke eenheid, en tot welke dag in beide lezingen.

De lezing van de burger neemt het laatste einde dat te verdedigen is: een vermoede ontvangst is
dag nul en het einde schuift over zaterdag, zondag en feestdag. De lezing van de overheid neemt
het vroegste: een vermoede ontvangst is dag één en het einde schuift nooit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from handhaving.recht.kanalen import Kanaal, Ontvangst, bewezen, ontvangst
from handhaving.recht.parameters import duur
from handhaving.recht.stappen import Stap, dag_voluit, grondslagen
from handhaving.recht.tellen import METHODEN, tel_op
from handhaving.recht.yamllezer import lees

if TYPE_CHECKING:
    from datetime import date

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.kalender import Kalender, Overslag
    from handhaving.recht.parameters import Parameters, Waarde

VANAF = ("ontvangst", "daad")
AARDEN = ("vervaltermijn", "ordetermijn")
VERLENGD = "zaterdagZondagFeestdag"
NIET_VERLENGD = "nooit"
VERLENGINGEN = (VERLENGD, NIET_VERLENGD)
LEZINGEN: tuple[Literal["burger"], Literal["overheid"]] = ("burger", "overheid")
WERKDAGEN = "werkdagen"


class OnbekendeTermijn(LookupError):
    """Er is geen termijn met die naam."""

    def __init__(self, naam: str, bekend: tuple[str, ...]) -> None:
        """`bekend` zijn de namen die wel bestaan."""
        self.naam = naam
        super().__init__(f"geen termijn '{naam}'; bekend: {', '.join(bekend)}")


class VerlengingTeKort(ValueError):
    """Een verlenging eindigt niet vóór de termijn die ze verlengt."""


@dataclass(frozen=True, slots=True)
class Termijnsoort:
    """Een termijn zoals termijnen.yaml hem omschrijft."""

    naam: str
    omschrijving: str
    vanaf: str
    duur: str
    uitgesteld_met: str | None
    rekenregel: str
    aard: str


@dataclass(frozen=True, slots=True)
class Termijn:
    """Een berekende termijn.

    `van` is de dag die hem doet lopen (zij telt zelf niet mee); `kalender` het versiestempel van
    de feestdagen; `nul_…` dag nul en `ruw_…` het einde vóór verschuiving, per lezing;
    `origineel` de termijn zoals hij was vóór schorsing, hervatting, herstart of verlenging.
    """

    naam: str
    van: date
    laatste_dag_burger: date
    laatste_dag_overheid: date
    regel: str
    kalender: str
    grondslag: tuple[Grondslag, ...]
    stappen: tuple[Stap, ...]
    ruw_burger: date
    ruw_overheid: date
    nul_burger: date
    nul_overheid: date
    aard: str
    vermoed: bool = False
    origineel: Termijn | None = None

    @property
    def te_verifieren(self) -> bool:
        """Of een van de gronden nog niet teruggevonden is."""
        return any(g.status == "te_verifieren" for g in self.grondslag)


@dataclass(frozen=True, slots=True)
class Rekening:
    """Wat nodig is om te rekenen: de parameters, de kalender en de dag waarvan de wet geldt."""

    parameters: Parameters
    kalender: Kalender
    op: date

    def verlenging(self, rekenregel: str, lezing: str) -> Waarde[str]:
        """Of het einde schuift, volgens deze rekenregel en lezing."""
        return self.parameters.tekst(f"rekenregel.{rekenregel}.verlenging.{lezing}", self.op)

    def methode(self, lezing: str) -> Waarde[str]:
        """Hoe maanden en jaren geteld worden in deze lezing."""
        return self.parameters.tekst(f"rekenregel.maanden.{lezing}", self.op)

    def grondregel(self, rekenregel: str) -> Waarde[str]:
        """De regel dat de dag zelf niet meetelt en de laatste dag wel."""
        return self.parameters.tekst(f"rekenregel.{rekenregel}.telling", self.op)


def lees_termijnen(bestand: str, inhoud: bytes, parameters: Parameters) -> dict[str, Termijnsoort]:
    """Lees termijnen.yaml; elke parameter en rekenregel waarnaar verwezen wordt moet bestaan."""
    soorten: dict[str, Termijnsoort] = {}
    for naam, _, knoop in lees(bestand, inhoud).paren():
        velden = knoop.velden(
            ("omschrijving", "vanaf", "duur", "rekenregel", "aard"), ("uitgesteld_met",)
        )
        for sleutel in ("duur", "uitgesteld_met"):
            if sleutel in velden and velden[sleutel].tekst() not in parameters.op_naam:
                reden = f"parameter '{velden[sleutel].tekst()}' bestaat niet"
                raise velden[sleutel].fout(reden)
        rekenregel = velden["rekenregel"].tekst()
        for eis in ("telling", "verlenging.burger", "verlenging.overheid"):
            if f"rekenregel.{rekenregel}.{eis}" not in parameters.op_naam:
                reden = f"parameter 'rekenregel.{rekenregel}.{eis}' bestaat niet"
                raise velden["rekenregel"].fout(reden)
        soorten[naam] = Termijnsoort(
            naam=naam,
            omschrijving=velden["omschrijving"].tekst(),
            vanaf=velden["vanaf"].keuze(VANAF),
            duur=velden["duur"].tekst(),
            uitgesteld_met=velden["uitgesteld_met"].tekst() if "uitgesteld_met" in velden else None,
            rekenregel=rekenregel,
            aard=velden["aard"].keuze(AARDEN),
        )
    return soorten


def bereken(
    soort: Termijnsoort,
    rekening: Rekening,
    *,
    ontvangen: date | None,
    verzonden: date | None,
    kanaal: Kanaal | None,
) -> Termijn | None:
    """De termijn, of None als hij nog niet loopt (bewijs van ontvangst nodig, en er is geen)."""
    if soort.vanaf == "daad":
        begin = verzonden or ontvangen
        if begin is None:
            msg = f"termijn '{soort.naam}': geef de dag van de handeling"
            raise ValueError(msg)
        ontvangst_: Ontvangst | None = bewezen(begin, uitleg="dag van de handeling")
    else:
        ontvangst_ = ontvangst(
            ontvangen=ontvangen,
            verzonden=verzonden,
            kanaal=kanaal,
            parameters=rekening.parameters,
            kalender=rekening.kalender,
            op=rekening.op,
        )
    if ontvangst_ is None:
        return None
    rekening.kalender.eis(ontvangst_.dag)
    return _vanaf(soort, rekening, ontvangst_)


def _vanaf(soort: Termijnsoort, rekening: Rekening, ontvangen: Ontvangst) -> Termijn:
    lengte = rekening.parameters.getal(soort.duur, rekening.op)
    stappen = list(_ontvangststappen(ontvangen))
    nul = {"burger": ontvangen.nul_burger, "overheid": ontvangen.nul_overheid}
    uitstel = (
        rekening.parameters.getal(soort.uitgesteld_met, rekening.op)
        if soort.uitgesteld_met
        else None
    )
    ruw: dict[str, date] = {}
    einde: dict[str, date] = {}
    for lezing in LEZINGEN:
        if uitstel is not None:
            stap = _duurstap(rekening, lezing, nul[lezing], uitstel, "begint pas na")
            stappen.append(stap)
            nul[lezing] = stap.tot
        geteld = _duurstap(rekening, lezing, nul[lezing], lengte, "tel")
        slot = slotstap(rekening, soort.rekenregel, lezing, geteld.tot)
        stappen += [geteld, slot]
        ruw[lezing], einde[lezing] = geteld.tot, slot.tot
    wijze = "ontvangst" if soort.vanaf == "ontvangst" else "de handeling"
    regel = f"{soort.naam}: {lengte.tekst} na {wijze}"
    if uitstel is not None:
        regel += f", te beginnen na {uitstel.tekst}"
    telling = rekening.grondregel(soort.rekenregel)
    return Termijn(
        naam=soort.naam,
        van=ontvangen.dag,
        laatste_dag_burger=einde["burger"],
        laatste_dag_overheid=einde["overheid"],
        regel=f"{regel} ({soort.duur} {lengte.grondslag.versie}; rekenregel {soort.rekenregel} "
        f"{telling.grondslag.versie})",
        kalender=rekening.kalender.versie,
        grondslag=grondslagen(
            lengte.grondslag,
            uitstel.grondslag if uitstel else None,
            ontvangen.grondslag,
            telling.grondslag,
            [s.grondslag for s in stappen if s.grondslag],
        ),
        stappen=tuple(stappen),
        ruw_burger=ruw["burger"],
        ruw_overheid=ruw["overheid"],
        nul_burger=ontvangen.nul_burger,
        nul_overheid=ontvangen.nul_overheid,
        aard=soort.aard,
        vermoed=ontvangen.vermoed,
    )


def _ontvangststappen(ontvangen: Ontvangst) -> tuple[Stap, ...]:
    if not ontvangen.vermoed or ontvangen.verzonden is None:
        zin = f"{dag_voluit(ontvangen.dag)}: {ontvangen.uitleg}; die dag telt niet mee"
        grond = ontvangen.grondslag[0] if ontvangen.grondslag else None
        return (Stap("beide", "begin", ontvangen.dag, ontvangen.dag, zin, grondslag=grond),)
    kanaal, werkdagen, burger, overheid = ontvangen.grondslag
    dag = dag_voluit(ontvangen.dag)
    return (
        Stap(
            "beide",
            "begin",
            ontvangen.verzonden,
            ontvangen.verzonden,
            f"{dag_voluit(ontvangen.verzonden)}: verzonden zonder bewijs van ontvangst",
            grondslag=kanaal,
        ),
        Stap(
            "beide",
            "werkdagen",
            ontvangen.verzonden,
            ontvangen.dag,
            f"vermoed ontvangen op werkdag {ontvangen.werkdagen} na de verzending: {dag}",
            aantal=ontvangen.werkdagen,
            eenheid=WERKDAGEN,
            overgeslagen=ontvangen.overgeslagen,
            grondslag=werkdagen,
        ),
        _dag_nul("burger", ontvangen.dag, ontvangen.nul_burger, burger),
        _dag_nul("overheid", ontvangen.dag, ontvangen.nul_overheid, overheid),
    )


def _dag_nul(lezing: Literal["burger", "overheid"], dag: date, nul: date, grond: Grondslag) -> Stap:
    nummer = (dag - nul).days
    zin = f"de vermoede dag is dag {nummer}; tellen begint na {dag_voluit(nul)}"
    return Stap(lezing, "begin", dag, nul, zin, grondslag=grond)


def _duurstap(
    rekening: Rekening,
    lezing: Literal["burger", "overheid"],
    nul: date,
    lengte: Waarde[int],
    woord: str,
) -> Stap:
    return telstap(
        rekening,
        lezing,
        nul,
        lengte.waarde,
        lengte.eenheid,
        woord=woord,
        grondslag=lengte.grondslag,
    )


def telstap(
    rekening: Rekening,
    lezing: Literal["burger", "overheid"],
    nul: date,
    aantal: int,
    eenheid: str,
    *,
    woord: str,
    grondslag: Grondslag | None = None,
) -> Stap:
    """Tel `aantal` op bij dag nul, in deze lezing, zonder het einde te verschuiven."""
    overgeslagen: tuple[Overslag, ...] = ()
    methode = METHODEN[0]
    daad: Literal["tel", "werkdagen"] = "tel"
    if eenheid == WERKDAGEN:
        daad = "werkdagen"
        tot, overgeslagen = rekening.kalender.werkdagen_na(nul, aantal)
    else:
        if eenheid in ("maanden", "jaren"):
            keuze = rekening.methode(lezing)
            methode, grondslag = keuze.waarde, keuze.grondslag
        tot = tel_op(nul, aantal, eenheid, methode)
    return Stap(
        lezing,
        daad,
        nul,
        tot,
        f"{woord} {duur(aantal, eenheid)} vanaf de dag na {dag_voluit(nul)}: {dag_voluit(tot)}",
        aantal=aantal,
        eenheid=eenheid,
        methode=methode,
        overgeslagen=overgeslagen,
        grondslag=grondslag,
    )


def slotstap(
    rekening: Rekening, rekenregel: str, lezing: Literal["burger", "overheid"], ruw: date
) -> Stap:
    """De laatste stap van een termijn: het einde, verschoven of niet, volgens de rekenregel."""
    verlenging = rekening.verlenging(rekenregel, lezing)
    if verlenging.waarde != VERLENGD:
        zin = f"laatste dag ({lezing}), nooit verschoven: {dag_voluit(ruw)}"
        return Stap(lezing, "verleng", ruw, ruw, zin, grondslag=verlenging.grondslag)
    tot, overgeslagen = rekening.kalender.verleng(ruw)
    redenen = ", ".join(f"{o.dag:%d/%m} {o.reden}" for o in overgeslagen)
    zin = f"laatste dag ({lezing}): {dag_voluit(tot)}"
    if overgeslagen:
        zin = f"{zin}; verschoven over {redenen}"
    return Stap(
        lezing,
        "verleng",
        ruw,
        tot,
        zin,
        overgeslagen=overgeslagen,
        grondslag=verlenging.grondslag,
    )
