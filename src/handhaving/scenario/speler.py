"""Plays a scenario on a fresh in-memory log with a simulated clock, and compares."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from handhaving.bootstrap import in_memory
from handhaving.dossier.basis import Weigering
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.navraag import is_voorstel
from handhaving.dossier.stand import stand
from handhaving.dossier.state import Dossier
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.toewijzing.levend import levend
from handhaving.dossier.toewijzing.sleutels import genoemd
from handhaving.dossier.vorm import lees_opdracht
from handhaving.reacties import SYSTEEM, gevolgen
from handhaving.recht.tellen import dag_in_brussel
from handhaving.scenario.aanvullen import vul_aan, wie
from handhaving.scenario.vergelijken import als_json, verschillen
from handhaving.scenario.vorm import (
    OngeldigScenario,
    als_instant,
    begin_van,
    einde_van,
    lees,
)
from handhaving.service import Meta

if TYPE_CHECKING:
    from pathlib import Path

    from handhaving.dossier.termijnen import OpenTermijn
    from handhaving.recht import Recht
    from handhaving.scenario.vorm import Scenario, Stap, Verwacht
    from handhaving.service import Antwoord
    from handhaving.service.reading import Pair

_UUID = re.compile(r"[0-9a-fA-F-]{36}")
_GEBEURTENIS = re.compile(r"([A-Z][A-Za-z]+)(?:#([1-9][0-9]{0,3}))?")
_GENUMMERD = re.compile(r".([0-9]{1,3})")
RUIMTE = uuid.UUID("6f1c4c0e-3a86-5f0e-9f55-1d1f6ac50000")


@dataclass(frozen=True, slots=True)
class Stapverslag:
    """What one step did, and where it differed from what was expected."""

    nummer: int
    stap: str
    op: str
    gebeurtenissen: tuple[str, ...] = ()
    geweigerd: str | None = None
    fouten: tuple[str, ...] = ()
    reacties: tuple[str, ...] = ()
    """What the system asked of its own accord, after this step: `soort betreft`."""

    @property
    def geslaagd(self) -> bool:
        """Whether nothing differed."""
        return not self.fouten


@dataclass(frozen=True, slots=True)
class Verslag:
    """A played scenario."""

    naam: str
    stappen: tuple[Stapverslag, ...]

    @property
    def geslaagd(self) -> bool:
        """Whether every step did what was expected."""
        return all(s.geslaagd for s in self.stappen)


def speel_bestand(pad: Path, recht: Recht) -> Verslag:
    """Read and play a file. Raises OngeldigScenario."""
    return speel(lees(pad), recht, bestand=pad.name)


def speel(scenario: Scenario, recht: Recht, *, bestand: str = "scenario") -> Verslag:
    """Play a scenario. Raises OngeldigScenario where the clock runs back or a dossier is new."""
    speler = _Speler(recht, bestand)
    return Verslag(
        scenario.naam,
        tuple(speler.stap(nummer, stap) for nummer, stap in enumerate(scenario.stappen, start=1)),
    )


def levens(scenario: Scenario, recht: Recht, *, bestand: str = "scenario") -> list[list[Pair]]:
    """The histories of the dossiers of a played scenario: what happened, in order."""
    speler = _Speler(recht, bestand)
    for nummer, stap in enumerate(scenario.stappen, start=1):
        speler.stap(nummer, stap)
    return speler.levens()


class _Speler:
    def __init__(self, recht: Recht, bestand: str) -> None:
        self._recht = recht
        self._bestand = bestand
        self._klok: datetime | None = None
        self._app = in_memory(lambda: self._nu, recht)
        self._dossiers: dict[str, UUID] = {}
        self._genoemd: dict[UUID, str] = {}

    def levens(self) -> list[list[Pair]]:
        return [self._app.service.historiek(d) for d in self._dossiers.values()]

    def stap(self, nummer: int, stap: Stap) -> Stapverslag:
        self._zet_klok(nummer, stap)
        if stap.tik is not None:
            return self._tik(nummer, stap.tik, stap.verwacht)
        if stap.controleer is not None:
            return self._controleer(nummer, stap)
        return self._opdracht(nummer, stap)

    @property
    def _nu(self) -> datetime:
        if self._klok is None:
            raise OngeldigScenario(self._bestand, "de eerste stap zegt niet wanneer (op)")
        return self._klok

    def _zet_klok(self, nummer: int, stap: Stap) -> None:
        moment = stap.op if stap.tik is None else einde_van(stap.tik)
        if moment is None:
            return
        nu = als_instant(moment)
        if self._klok is not None and nu < self._klok:
            if dag_in_brussel(nu) < dag_in_brussel(self._klok):
                raise OngeldigScenario(self._bestand, f"stap {nummer}: de klok loopt terug")
            nu = self._klok
        if stap.tik is None:
            self._klok = nu

    def _dossier(self, naam: str) -> Dossier:
        dossier_id = self._dossiers.get(naam)
        return Dossier(RUIMTE) if dossier_id is None else self._app.service.lees(dossier_id)

    def _met_gebeurtenis(
        self, gegevens: dict[str, object], dossier: str
    ) -> tuple[dict[str, object], str | None]:
        """The data with the id of the event that they name by its type; and that type.

        `AanmaningVerzonden` is the newest of them, `AanmaningVerzonden#1` the first.
        """
        genoemd = _GEBEURTENIS.fullmatch(str(gegevens.get("gebeurtenisId", "")))
        dossier_id = self._dossiers.get(dossier)
        if genoemd is None or dossier_id is None:
            return gegevens, None
        soort, nummer = genoemd[1], int(genoemd[2] or 0)
        alle = [
            str(envelop.gebeurtenis_id)
            for gebeurtenis, envelop in self._app.service.historiek(dossier_id)
            if type(gebeurtenis).__name__ == soort
        ]
        if not 0 <= nummer - 1 < len(alle) and (nummer or not alle):
            raise OngeldigScenario(self._bestand, f"er is geen gebeurtenis {genoemd[0]}")
        return {**gegevens, "gebeurtenisId": alle[nummer - 1]}, soort

    def _opdracht(self, nummer: int, stap: Stap) -> Stapverslag:
        naam = stap.opdracht or ""
        dossier = self._dossier(stap.dossier)
        genummerd = _GENUMMERD.fullmatch(stap.dossier)
        volgnummer = int(genummerd[1]) if genummerd else 900 + len(stap.dossier) % 100
        gegevens, feit = self._met_gebeurtenis(self._met_dossiers(naam, stap), stap.dossier)
        gegevens = vul_aan(naam, gegevens, dossier, volgnummer)
        meta = Meta(
            door=wie(stap.door, naam, gegevens, dossier, feit),
            opdracht_id=uuid.uuid5(RUIMTE, stap.opdracht_id or f"stap {nummer}"),
            spoor_id=uuid.uuid5(RUIMTE, "spoor"),
            nu=self._nu,
        )
        soorten: tuple[str, ...] = ()
        gevraagd: tuple[str, ...] = ()
        weigering: Weigering | None = None
        try:
            opdracht = lees_opdracht(naam, gegevens)
            dossier_id = self._dossiers.get(stap.dossier)
            if dossier_id is None and not opdracht.opent:
                dossier_id = uuid.uuid5(RUIMTE, stap.dossier)
            antwoord = self._app.service.handle(dossier_id, opdracht, meta)
            self._dossiers[stap.dossier] = antwoord.dossier_id
            self._onthoud_nieuwe(opdracht.andere_dossiers())
            if not antwoord.herhaald:
                soorten = tuple(type_ for _, type_ in antwoord.gebeurtenissen)
                gevraagd = self._reageer(antwoord)
        except Weigering as fout:
            weigering = fout
        return Stapverslag(
            nummer=nummer,
            stap=naam,
            op=self._nu.isoformat(),
            gebeurtenissen=soorten,
            geweigerd=None if weigering is None else weigering.code,
            fouten=tuple(_oordeel(stap.verwacht, soorten, weigering)),
            reacties=gevraagd,
        )

    def _reageer(self, antwoord: Antwoord) -> tuple[str, ...]:
        """What follows by itself from the events of a command: the system asks a person."""
        nieuw = {gebeurtenis_id for gebeurtenis_id, _ in antwoord.gebeurtenissen}
        dienst = self._app.service
        paren = [p for p in dienst.historiek(antwoord.dossier_id) if p[1].gebeurtenis_id in nieuw]
        dossier = dienst.lees(antwoord.dossier_id)
        gevraagd: list[str] = []
        for feit, envelop in paren:
            for gevolg in gevolgen(feit, envelop, dossier):
                meta = Meta(
                    door=SYSTEEM,
                    opdracht_id=gevolg.opdracht_id,
                    spoor_id=envelop.spoor_id,
                    nu=self._nu,
                    oorzaak_id=gevolg.oorzaak_id,
                )
                try:
                    dienst.handle(antwoord.dossier_id, gevolg.opdracht, meta)
                except Weigering:  # achterhaald, of er mag nu niets bij
                    continue
                gevraagd.append(f"{gevolg.opdracht.vraag} {gevolg.opdracht.betreft}")
        return tuple(gevraagd)

    def _met_dossiers(self, naam: str, stap: Stap) -> dict[str, object]:
        """The data of a step, with the dossiers and events that it names by their ids."""
        klasse = OPDRACHTEN.get(naam)
        if klasse is None:
            return stap.gegevens
        soorten = {i.alias or n: i.annotation for n, i in klasse.model_fields.items()}
        uit = dict(stap.gegevens)
        for veld, waarde in stap.gegevens.items():
            if soorten.get(veld) is UUID and veld != "gebeurtenisId":
                uit[veld] = self._id(waarde)
            elif soorten.get(veld) == dict[UUID, UUID] and isinstance(waarde, dict):
                uit[veld] = {
                    self._gebeurtenis(stap.dossier, wat): self._id(wie)
                    for wat, wie in waarde.items()
                }
        return uit

    def _gebeurtenis(self, dossier: str, wat: object) -> object:
        """The id of an event: the first that names this key, or the last of this type."""
        if not isinstance(wat, str) or _UUID.fullmatch(wat) or dossier not in self._dossiers:
            return wat
        paren = self._app.service.historiek(self._dossiers[dossier])
        telt = levend(paren)
        met_sleutel = [each.id for each in telt if wat in genoemd(each.gebeurtenis)]
        van_soort = [each.id for each in telt if each.envelop.type == wat]
        opgeslagen = [e.gebeurtenis_id for _, e in paren if e.type == wat]
        return str(next(iter((*met_sleutel[:1], *van_soort[-1:], *opgeslagen[-1:])), wat))

    def _onthoud_nieuwe(self, dossiers: tuple[UUID, ...]) -> None:
        """A dossier that a step opened beside its own is called as the step called it."""
        for dossier_id in dossiers:
            if dossier_id not in self._dossiers.values():
                naam = self._genoemd.get(dossier_id)
                if naam is not None:
                    self._dossiers[naam] = dossier_id

    def _id(self, naam: object) -> object:
        """The id of the dossier that the scenario calls so; one made up where there is none."""
        if not isinstance(naam, str) or _UUID.fullmatch(naam):
            return naam
        gevonden = self._dossiers.get(naam) or uuid.uuid5(RUIMTE, naam)
        self._genoemd[gevonden] = naam
        return str(gevonden)

    def _tik(self, nummer: int, tot: date, verwacht: Verwacht | None) -> Stapverslag:
        """Every deadline due up to the end of this day, each at its own midnight, in order."""
        soorten: list[str] = []
        fouten: list[str] = []
        gevraagd: list[str] = []
        geprobeerd: set[UUID] = set()
        while (volgende := self._volgende(tot, geprobeerd)) is not None:
            dossier_id, termijn = volgende
            opdracht_id = _opdracht_id(dossier_id, termijn)
            geprobeerd.add(opdracht_id)
            nu = max(self._nu, begin_van(termijn.vervalt_op + timedelta(days=1)))
            opdracht = lees_opdracht(termijn.opdracht or "", dict(termijn.gegevens))
            meta = Meta(door=SYSTEEM, opdracht_id=opdracht_id, spoor_id=opdracht_id, nu=nu)
            try:
                antwoord = self._app.service.handle(dossier_id, opdracht, meta)
                if is_voorstel(opdracht):
                    gevraagd.append(f"{opdracht.vraag} {opdracht.betreft}")
                else:
                    soorten += [type_ for _, type_ in antwoord.gebeurtenissen]
                self._klok = nu
                gevraagd += self._reageer(antwoord)
            except Weigering as weigering:
                fouten.append(f"{termijn.opdracht} voor {termijn.betreft}: {weigering.code}")
            self._klok = nu
        self._klok = max(self._nu, einde_van(tot))
        if verwacht is not None:
            fouten += _oordeel(verwacht, tuple(soorten), None)
        return Stapverslag(
            nummer,
            "tik",
            self._nu.isoformat(),
            gebeurtenissen=tuple(soorten),
            fouten=tuple(fouten),
            reacties=tuple(gevraagd),
        )

    def _volgende(self, tot: date, geprobeerd: set[UUID]) -> tuple[UUID, OpenTermijn] | None:
        kandidaten = [
            (termijn.vervalt_op, rang, dossier_id, termijn)
            for rang, dossier_id in enumerate(self._dossiers.values())
            for termijn in termijnen(self._app.service.lees(dossier_id))
            if termijn.opdracht is not None
            and termijn.staat == "loopt"
            and termijn.vervalt_op < tot
            and _opdracht_id(dossier_id, termijn) not in geprobeerd
        ]
        if not kandidaten:
            return None
        _, _, dossier_id, termijn = min(kandidaten, key=lambda k: (k[0], k[1], k[3].soort))
        return dossier_id, termijn

    def _controleer(self, nummer: int, stap: Stap) -> Stapverslag:
        verwacht = dict(stap.controleer or {})
        op, geldig_op = verwacht.pop("op", None), verwacht.pop("geldigOp", None)
        peildatum = verwacht.pop("peildatum", None)
        dossier_id = self._dossiers.get(str(verwacht.pop("dossier", stap.dossier)))
        if dossier_id is None:
            raise OngeldigScenario(
                self._bestand, f"stap {nummer}: dossier {stap.dossier} is niet geopend"
            )
        if isinstance(op, datetime) and op.tzinfo is None:
            raise OngeldigScenario(
                self._bestand, f"stap {nummer}, op: een tijdstip vraagt een tijdzone"
            )
        bekend = als_instant(op) if isinstance(op, date) else None
        dossier = self._app.service.lees(
            dossier_id, op=bekend, geldig_op=geldig_op if isinstance(geldig_op, date) else None
        )
        dag = peildatum if isinstance(peildatum, date) else dag_in_brussel(bekend or self._nu)
        fouten = verschillen(verwacht, stand(dossier, dag, self._recht))
        return Stapverslag(nummer, "controleer", self._nu.isoformat(), fouten=tuple(fouten))


def _opdracht_id(dossier_id: UUID, termijn: OpenTermijn) -> UUID:
    """The id of the system command of a term: another end, another id."""
    return uuid.uuid5(
        uuid.uuid5(dossier_id, f"{termijn.soort}|{termijn.betreft}"), str(termijn.gezet_door)
    )


def _oordeel(
    verwacht: Verwacht | None, soorten: tuple[str, ...], weigering: Weigering | None
) -> list[str]:
    """Where the outcome of a command differs from what the step expects."""
    gevonden = f"geweigerd ({weigering.code}: {weigering})" if weigering else als_json(soorten)
    if verwacht is None:
        return [] if weigering is None else [f"verwacht dat het lukt, gevonden {gevonden}"]
    fouten: list[str] = []
    code = None if weigering is None else weigering.code
    if verwacht.geweigerd != code:
        fouten.append(f"verwacht {verwacht.geweigerd or 'geen weigering'}, gevonden {gevonden}")
    if verwacht.ook_geweigerd is not None:
        ook = [] if weigering is None else list(weigering.ook_geweigerd)
        if sorted(verwacht.ook_geweigerd) != sorted(ook):
            wilde = als_json(verwacht.ook_geweigerd)
            fouten.append(f"verwacht ook geweigerd {wilde}, gevonden {als_json(ook)}")
    if verwacht.gebeurtenissen is not None and list(soorten) != verwacht.gebeurtenissen:
        fouten.append(f"verwacht {als_json(verwacht.gebeurtenissen)}, gevonden {gevonden}")
    if verwacht.bevat is not None and not set(verwacht.bevat) <= set(soorten):
        fouten.append(f"verwacht minstens {als_json(verwacht.bevat)}, gevonden {gevonden}")
    return fouten
