"""Taking in: from file to appended events, many dossiers in one append, and again without harm.

Every command has an id that follows from what it says, a dossier is found by blind index, and
what cannot be used goes to quarantine. Killed half-way and run again, nothing is lost and
nothing is there twice.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from handhaving.dossier.basis import Rol, Weigering
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.privacy.weigeringen import PersoonIsGewist
from handhaving.dossier.refusals import (
    SleutelReedsGebruikt,
    VaststellenKanHierNiet,
    ZelfdeFeitReedsVastgesteld,
)
from handhaving.dossier.toewijzing.weigeringen import DossierBestaatAl
from handhaving.eventlog.collecting import uncollected
from handhaving.eventlog.envelope import Door
from handhaving.intake.aangeleverd import Afgekeurd, Bezwaar, Reden
from handhaving.intake.bestand import Bestand
from handhaving.intake.herkenning import DIENST, Geheugen, wie
from handhaving.intake.hervatting import Hervatting
from handhaving.intake.kbi import Vertaling
from handhaving.intake.lezer import lees
from handhaving.intake.opdrachten import Plan, Planner
from handhaving.intake.quarantaine import Quarantaine
from handhaving.intake.verslag import Verslag
from handhaving.intake.vooraf import alles_geweigerd
from handhaving.recht.tellen import dag_in_brussel
from handhaving.service import Antwoord, Meta, Werk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from handhaving.bootstrap import Core
    from handhaving.dossier.basis import Gebeurtenis, Opdracht
    from handhaving.dossier.state import Persoon
    from handhaving.intake.aangeleverd import Aanlevering
    from handhaving.intake.opdrachten import Stap

    Uitkomst = tuple[Gebeurtenis, ...] | Antwoord | Weigering
    Voortgang = Callable[[int, Verslag], None]

PARTIJ: Final = 100
"""Deliveries in one append."""
TUSSENPOOS: Final = 0.5
"""Seconds after which it is told again how far the reading is."""
_VERSLAG: Final = TypeAdapter(Verslag)
_INGEHAALD: Final = (
    DossierBestaatAl,
    ZelfdeFeitReedsVastgesteld,
    SleutelReedsGebruikt,
    VaststellenKanHierNiet,
    PersoonIsGewist,
)
"""Refusals of who planned on a dossier that has moved on, or that was refused with its batch:
read it again and plan again, alone."""


@dataclass(frozen=True, slots=True)
class Instelling:
    """How to take in. `centra`: centre number (ten digits) or key → agency.

    With `alleen_eigen` what the file says is of another agency is put aside.

    Of `delen` processes that read the same file at once, this one takes in the persons of part
    `deel` (from 0), each by its surest number; part 0 also answers for what is about nobody.
    """

    agentschap: str = "AgII"
    centra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    proef: bool = False
    partij: int = PARTIJ
    alleen_eigen: bool = False
    deel: int = 0
    delen: int = 1


def neem_bestand_op(
    core: Core, pad: Path, instelling: Instelling, voortgang: Voortgang | None = None
) -> Verslag:
    """Take in one file. Raises OSError when it cannot be opened, and errors of the servers."""
    with pad.open("rb") as stroom:
        inhoud = hashlib.file_digest(stroom, "sha256").digest()
    with pad.open("rb") as stroom:
        return Opname(core, instelling, inhoud).neem_op(Bestand(stroom), voortgang)


def neem_deel_op(core: Core, pad: str, instelling: Instelling, uit: str) -> None:
    """Take in one part of a file, in a process of its own; the report goes to the file `uit`."""
    verslag = neem_bestand_op(core, Path(pad), instelling)
    Path(uit).write_bytes(_VERSLAG.dump_json(verslag))


def instelling_als_json(instelling: Instelling) -> str:
    """For a message to a worker."""
    velden = {veld.name: getattr(instelling, veld.name) for veld in fields(instelling)}
    return json.dumps(velden | {"centra": dict(instelling.centra)})


def lees_instelling(gezegd: str) -> Instelling:
    """What such a message said."""
    return Instelling(**json.loads(gezegd))


def lees_verslagen(uit: Iterable[str]) -> Verslag:
    """The report of all parts together. Raises OSError when one is not there."""
    return Verslag.samen([_VERSLAG.validate_json(Path(u).read_bytes()) for u in uit])


class Opname:
    """One reading of one file. `inhoud` is the SHA-256 of the file; only its HMAC is kept."""

    def __init__(
        self, core: Core, instelling: Instelling, inhoud: bytes, taak: UUID | None = None
    ) -> None:
        """For this application. `taak`: of which task this is a try, perhaps not the first."""
        self._core = core
        self._instelling = instelling
        self._nu = core.klok()
        bestand = core.index.mac("bestand", inhoud)
        van_wie = () if taak is None else (taak.hex,)
        self._spoor = core.index.uuid("spoor", bestand.hex(), *van_wie)
        tot = 0 if taak is None else core.log.last_position()
        self._hervatting = Hervatting(self._spoor, tot)
        self._planner = Planner(core.index, instelling.agentschap, bestand.hex())
        self._quarantaine = Quarantaine(core.log, core.vault, core.index, bestand)
        self._verslag = Verslag(proef=instelling.proef)
        self._wachtend: list[Aanlevering] = []
        self._wie: set[tuple[str, str]] = set()
        self._afgekeurd: list[Afgekeurd] = []

    def neem_op(self, bestand: Bestand, voortgang: Voortgang | None = None) -> Verslag:
        """Read the file to its end."""
        vertaling = Vertaling(self._core.recht, dag_in_brussel(self._nu), self._instelling.centra)
        gemeld = float("-inf")
        for stuk in lees(bestand, vertaling):
            if not self._van_dit_deel(stuk):
                continue
            if isinstance(stuk, Afgekeurd):
                self._keur_af(stuk)
            else:
                self._neem_aan(stuk)
            vol = len(self._wachtend) + len(self._afgekeurd) >= self._instelling.partij
            if vol:
                self._verwerk()
            # A batch may never be full: two pieces of one person never stand in the same.
            if voortgang is not None and (vol or time.monotonic() - gemeld > TUSSENPOOS):
                voortgang(bestand.gelezen, self._verslag)
                gemeld = time.monotonic()
        self._verwerk()
        if voortgang is not None:
            voortgang(bestand.gelezen, self._verslag)
        return self._verslag

    def _van_dit_deel(self, stuk: Aanlevering | Afgekeurd) -> bool:
        """Whether this process takes it in: all that is about one person falls to one of them.

        Somebody delivered under two numbers may fall to two; they meet at the claims of the log,
        and who comes second plans again.
        """
        if self._instelling.delen == 1:
            return True
        if isinstance(stuk, Afgekeurd) or stuk.persoon is None:
            return self._instelling.deel == 0
        zekerste = "|".join(self._sleutels(stuk)[0])
        return zlib.crc32(zekerste.encode()) % self._instelling.delen == self._instelling.deel

    def _keur_af(self, stuk: Afgekeurd) -> None:
        self._verslag.tel_afgekeurd(stuk)
        self._afgekeurd.append(stuk)

    def _neem_aan(self, aanlevering: Aanlevering) -> None:
        """Put a delivery in the batch; no batch holds two of one person."""
        self._verslag.tel_opmerkingen(aanlevering)
        for stuk in aanlevering.afgekeurd:
            self._keur_af(stuk)
        if aanlevering.persoon is None:
            return
        if self._instelling.alleen_eigen and self._is_van_een_ander(aanlevering):
            self._weiger(aanlevering, Bezwaar.van(Reden.ANDER_AGENTSCHAP))
            return
        sleutels = set(self._sleutels(aanlevering))
        if sleutels & self._wie:
            self._verwerk()
        self._wie |= sleutels
        self._wachtend.append(aanlevering)

    def _is_van_een_ander(self, aanlevering: Aanlevering) -> bool:
        persoon = aanlevering.persoon
        genoemd = {i.agentschap for i in aanlevering.inbreuken}
        genoemd.add(None if persoon is None else persoon.agentschap)
        return bool(genoemd - {None, self._instelling.agentschap})

    def _verwerk(self) -> None:
        """Append what waits, then put aside what was refused."""
        wachtend, self._wachtend = self._wachtend, []
        self._wie.clear()
        with uncollected():
            opnieuw = self._neem_partij(wachtend, laatste_keer=False)
            for aanlevering in opnieuw:
                self._neem_partij([aanlevering], laatste_keer=True)
        afgekeurd, self._afgekeurd = self._afgekeurd, []
        if afgekeurd and not self._instelling.proef:
            self._quarantaine.bewaar(afgekeurd)

    def _neem_partij(
        self, aanleveringen: Sequence[Aanlevering], *, laatste_keer: bool
    ) -> list[Aanlevering]:
        """One append for these deliveries; those that were overtaken come back."""
        plannen = self._plannen(aanleveringen)
        uitkomsten = iter(self._voer_uit([plan for plan in plannen if plan.stappen]))
        opnieuw: list[Aanlevering] = []
        for plan in plannen:
            antwoorden = next(uitkomsten) if plan.stappen else []
            ingehaald = any(isinstance(antwoord, _INGEHAALD) for antwoord in antwoorden)
            if ingehaald and not laatste_keer:
                opnieuw.append(plan.aanlevering)
            else:
                self._boek(plan, antwoorden)
        return opnieuw

    def _plannen(self, aanleveringen: Sequence[Aanlevering]) -> list[Plan]:
        """Find the dossiers and plan, in two looks for all; what cannot be planned is refused."""
        service = self._core.service
        sleutels = [self._sleutels(aanlevering) for aanlevering in aanleveringen]
        gevonden = service.zoek_alle([sleutel for eigen in sleutels for sleutel in eigen])
        bekend = service.historieken(sorted(set(gevonden.values()))) if gevonden else {}
        for historiek in bekend.values():
            self._hervatting.lees(historiek)
        plannen = []
        for aanlevering, eigen in zip(aanleveringen, sleutels, strict=True):
            dossiers = {gevonden[sleutel] for sleutel in eigen if sleutel in gevonden}
            dossier_id = next(iter(dossiers), None)
            heeft_insz = eigen[0][0] == "insz"
            met_insz = dossier_id is not None and heeft_insz and eigen[0] not in gevonden
            if len(dossiers) > 1 or (met_insz and self._heeft_insz(dossier_id)):
                self._weiger(aanlevering, Bezwaar.van(Reden.PERSOON_DUBBELZINNIG))
                continue
            geheugen = Geheugen.van(bekend[dossier_id] if dossier_id else ())
            try:
                plan = self._planner.plan(
                    aanlevering,
                    dossier_id,
                    geheugen,
                    met_insz=met_insz,
                    lees_persoon=partial(self._persoon, dossier_id) if dossier_id else None,
                )
            except ValidationError as fout:
                velden = sorted({str(deel["loc"][0]) for deel in fout.errors() if deel["loc"]})
                self._weiger(aanlevering, Bezwaar.van(Reden.VELD_ONGELDIG, ", ".join(velden)))
            else:
                plannen.append(plan)
        return plannen

    def _sleutels(self, aanlevering: Aanlevering) -> tuple[tuple[str, str], ...]:
        assert aanlevering.persoon is not None  # noqa: S101 - anders kwam ze hier niet
        return wie(aanlevering.persoon, self._instelling.agentschap)

    def _persoon(self, dossier_id: UUID) -> Persoon:
        return self._core.service.lees(dossier_id).persoon

    def _heeft_insz(self, dossier_id: UUID | None) -> bool:
        """Whether the dossier found by its klantnummer has an INSZ, which is then another one."""
        return bool(dossier_id and self._persoon(dossier_id).insz is not None)

    def _weiger(self, aanlevering: Aanlevering, bezwaar: Bezwaar) -> None:
        """Put the whole delivery aside, each inbreuk as a piece of its own."""
        for inbreuk in aanlevering.inbreuken:
            self._keur_af(Afgekeurd(inbreuk.plaats, (bezwaar,), inbreuk.origineel))
        if not aanlevering.inbreuken:
            self._keur_af(Afgekeurd(aanlevering.plaats, (bezwaar,), aanlevering.origineel))

    def _voer_uit(self, plannen: Sequence[Plan]) -> Sequence[Sequence[Uitkomst]]:
        """The answers to these plans; a plan that would open a dossier for nothing is left."""
        uit: dict[int, Sequence[Uitkomst]] = {}
        werk: dict[int, Werk] = {}
        for nummer, plan in enumerate(plannen):
            opdrachten = tuple(map(self._opdracht, plan.stappen))
            niets = None
            if plan.dossier_id is None and plan.aanlevering.inbreuken:
                niets = alles_geweigerd(opdrachten, self._core.recht)
            if niets is None:
                werk[nummer] = Werk(plan.dossier_id, opdrachten)
            else:
                uit[nummer] = niets
        uit.update(zip(werk, self._handel(list(werk.values())), strict=True))
        return [uit[nummer] for nummer in range(len(plannen))]

    def _handel(self, werk: Sequence[Werk]) -> Sequence[Sequence[Uitkomst]]:
        if not werk:
            return []
        if self._instelling.proef:
            return [self._core.service.proef(w.dossier_id, w.opdrachten) for w in werk]
        return self._core.service.handle_batch(werk)

    def _opdracht(self, stap: Stap) -> tuple[Opdracht, Meta]:
        door = Door(DIENST, Rol.DOSSIERBEHANDELAAR, stap.agentschap)
        return stap.opdracht, Meta(door, stap.opdracht_id, self._spoor, self._nu)

    def _boek(self, plan: Plan, antwoorden: Sequence[Uitkomst]) -> None:
        """Count what became of each piece of a delivery."""
        nieuw: dict[int | None, int] = {}
        geweigerd: dict[int | None, Weigering] = {}
        for stap, antwoord in zip(plan.stappen, antwoorden, strict=True):
            if isinstance(antwoord, Weigering):
                geweigerd.setdefault(stap.inbreuk, antwoord)
            else:
                nieuw[stap.inbreuk] = nieuw.get(stap.inbreuk, 0) + _aantal(antwoord)
        opende = plan.dossier_id is None and bool(nieuw.get(None))
        self._verslag.dossiers_geopend += self._tel_eerder(plan, nieuw) or opende
        self._verslag.gebeurtenissen += sum(nieuw.values())
        van_persoon = geweigerd.get(None)
        if van_persoon is not None and (plan.dossier_id is None or not plan.aanlevering.inbreuken):
            self._weiger(plan.aanlevering, _bezwaar(van_persoon))
            return
        if van_persoon is not None:
            # The inbreuken went in; what is said of the person did not.
            bezwaren = (_bezwaar(van_persoon),)
            aanlevering = plan.aanlevering
            self._keur_af(Afgekeurd(aanlevering.plaats, bezwaren, aanlevering.origineel))
        niet_gesteld = _niet_gesteld(plan, antwoorden)
        for nummer, inbreuk in enumerate(plan.aanlevering.inbreuken):
            weigering = geweigerd.get(nummer)
            if weigering is None and not nieuw.get(nummer):
                # The same fact again: refused once, refused under every number.
                weigering = niet_gesteld.get((inbreuk.type, inbreuk.datum_feit))
            if weigering is None and nummer in plan.afgekeurd:
                self._keur_af(plan.afgekeurd[nummer])
            elif weigering is not None and not isinstance(weigering, ZelfdeFeitReedsVastgesteld):
                stuk = Afgekeurd(inbreuk.plaats, (_bezwaar(weigering),), inbreuk.origineel)
                self._keur_af(stuk)
            else:
                self._verslag.tel(nieuw=bool(nieuw.get(nummer)))
        if not plan.aanlevering.inbreuken and not plan.aanlevering.afgekeurd:
            self._verslag.tel(nieuw=bool(nieuw.get(None)))

    def _tel_eerder(self, plan: Plan, nieuw: dict[int | None, int]) -> bool:
        """Add what an earlier try wrote of this delivery; whether it opened the dossier."""
        opende = False
        if self._hervatting.open:
            for nummer, id_ in self._planner.mogelijk(plan.aanlevering):
                aantal, opent = self._hervatting.tel(id_)
                nieuw[nummer] = nieuw.get(nummer, 0) + aantal
                opende |= opent
            self._verslag.hervat |= self._hervatting.iets
        return opende


def _niet_gesteld(plan: Plan, antwoorden: Sequence[Uitkomst]) -> dict[tuple[str, date], Weigering]:
    """The facts that this delivery brought and that were refused."""
    return {
        (stap.opdracht.type, stap.opdracht.datum_feit): antwoord
        for stap, antwoord in zip(plan.stappen, antwoorden, strict=True)
        if isinstance(stap.opdracht, StelInbreukVast) and isinstance(antwoord, Weigering)
    }


def _aantal(antwoord: tuple[Gebeurtenis, ...] | Antwoord) -> int:
    """How many events were new."""
    if isinstance(antwoord, Antwoord):
        return 0 if antwoord.herhaald else len(antwoord.gebeurtenissen)
    return len(antwoord)


def _bezwaar(weigering: Weigering) -> Bezwaar:
    return Bezwaar(weigering.code, weigering.boodschap)
