"""Random lives of one dossier, played through the real write path on a log in memory.

A life is a list of numbers: each seeds one step, which lets time pass, lets the clock of the
system go off, and asks one command. Most commands are first tried on the pure decider, so that a
life gets somewhere; some are asked blindly, so that refusals are met too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid5

from handhaving.bootstrap import in_memory
from handhaving.dossier.basis import Context, Rol, Weigering
from handhaving.dossier.decider import OPDRACHTEN, beslis, evolueer, vouw
from handhaving.dossier.levensloop.sluiten import UIT_HANDEN
from handhaving.dossier.privacy.wissing import PersoonsgegevensGewist
from handhaving.dossier.state import Dossier
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.recht import dag_in_brussel
from handhaving.recht.tellen import brussel
from handhaving.scenario.aanvullen import fictief_insz
from handhaving.service import Meta
from handhaving.service.reading import LazyKeyring
from projections.termijnen import termijn_id
from tests.dossier.greep import PAD, TEKST, VERZAMELINGEN, ZELDEN, Greep
from tests.dossier.spel import RUIMTE, recht

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Gebeurtenis, Opdracht
    from handhaving.dossier.termijnen import OpenTermijn
    from handhaving.recht import Recht
    from handhaving.service import Antwoord
    from tests.dossier.spel import Paar

SYSTEEM = Door("systeem", Rol.SYSTEEM, "ABB")
BEHANDELAAR = Door("dossierbehandelaar-1", Rol.DOSSIERBEHANDELAAR, "Atlas")
ANDER: dict[str, dict[str, object]] = {
    "OpenDossier": {"insz": fictief_insz(901), "naam": TEKST},
    "StelInbreukVast": {"type": "I04", "datumFeit": "2023-02-20"},
}
BEGIN = date(2023, 3, 1)
VROEG = 70
EINDE = date(2031, 12, 31)


@cache
def wet_met_rente_tot(jaar: int) -> Recht:
    """The law as it is until the rate of the next year is published."""
    echt = recht()
    voet = echt.parameters.op_naam["intrest.voet"]
    bekend = tuple(w for w in voet.waarden if w.van.year <= jaar)
    op_naam = {**echt.parameters.op_naam, "intrest.voet": replace(voet, waarden=bekend)}
    return replace(echt, parameters=replace(echt.parameters, op_naam=op_naam))


@dataclass
class Telling:
    """How often each command was accepted, was refused, and had nothing to do."""

    aanvaard: Counter[str] = field(default_factory=Counter)
    geweigerd: Counter[str] = field(default_factory=Counter)
    niets: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    fasen: Counter[str] = field(default_factory=Counter)
    statussen: Counter[str] = field(default_factory=Counter)

    @property
    def opdrachten(self) -> int:
        """How many commands were asked in all."""
        return self.aanvaard.total() + self.geweigerd.total() + self.niets.total()

    def tabel(self) -> str:
        """A line per command."""
        regels = [
            f"{naam:40}{self.aanvaard[naam]:7}{self.niets[naam]:7}{self.geweigerd[naam]:7}"
            for naam in sorted(OPDRACHTEN)
        ]
        kop = f"{'opdracht':40}{'ja':>7}{'niets':>7}{'nee':>7}"
        return "\n".join([kop, *regels])


@dataclass(frozen=True)
class Vraag:
    """A command as it is asked."""

    opdracht: Opdracht
    door: Door
    opdracht_id: UUID
    nu: datetime


@dataclass(frozen=True)
class Stand:
    """What was asked, what came of it, and the dossier before and after."""

    vraag: Vraag
    antwoord: Antwoord | None
    weigering: Weigering | None
    nieuw: tuple[Paar, ...]
    voor: Dossier
    na: Dossier
    context: Context

    @property
    def wist(self) -> bool:
        """Whether the person was erased."""
        return any(isinstance(g, PersoonsgegevensGewist) for g, _ in self.nieuw)

    @property
    def zin(self) -> str:
        """What happened, on one line."""
        opdracht, door = self.vraag.opdracht, self.vraag.door
        gegevens = opdracht.model_dump(mode="json", by_alias=True, exclude_none=True)
        uitkomst = [envelop.type for _, envelop in self.nieuw] or self.weigering
        dag = self.vraag.nu.date()
        return f"{dag} {type(opdracht).__name__} {gegevens} {door.id}: {uitkomst!r}"


class Leven:
    """One dossier, its log and its clock."""

    def __init__(self, telling: Telling) -> None:
        """A log of its own: nothing of another life is in it."""
        self.telling = telling
        self.nu = datetime.combine(BEGIN, time(9), tzinfo=brussel())
        self.app = in_memory(lambda: self.nu, recht())
        self.dossier_id = uuid5(RUIMTE, "leven")
        self.dossier = Dossier(self.dossier_id)
        self.paren: list[Paar] = []
        self.ander = self._open_ander()
        self.geprobeerd: set[UUID] = set()
        self.gedaan: Counter[str] = Counter()
        self.nummer = 0
        self.stappen = 0

    @property
    def recht(self) -> Recht:
        """The law of today: the rate of a year is not known before its fourth month."""
        return wet_met_rente_tot(self.vandaag.year - (self.vandaag.month < 4))

    @property
    def vandaag(self) -> date:
        """The day of the clock, in Brussels."""
        return dag_in_brussel(self.nu)

    def stap(self, zaad: int) -> Iterator[Stand]:
        """One step: time passes, the system does what is due, somebody asks something."""
        kans = Random(zaad)  # noqa: S311 - a life is repeatable, not secret
        self.stappen += 1
        yield from self._wacht(kans)
        if not self.dossier.bestaat:
            vraag = self._vraag("OpenDossier", kans, blind=False)
        elif kans.random() < 0.12:
            vraag = self._vraag(kans.choice(sorted(OPDRACHTEN)), kans, blind=True)
        else:
            vraag = self._kansrijk(kans)
        if vraag is not None:
            yield self._doe(vraag)
            if kans.random() < 0.1:
                yield self._doe(vraag)  # the same command, asked once more

    def _kansrijk(self, kans: Random) -> Vraag | None:
        """The first of a handful of commands that would be accepted; none if there is none."""
        namen = [n for n in sorted(OPDRACHTEN) if self._aan_de_orde(n)]
        gewichten = [ZELDEN.get(n, 1.0) / (1 + self.gedaan[n]) ** 1.5 for n in namen]
        keuze = kans.choices(namen, gewichten, k=10)
        if kans.random() < 0.6:
            pad = [n for n in PAD if self._aan_de_orde(n)]
            pad.sort(key=lambda n: kans.random() * (1 + self.gedaan[n]))
            keuze = [*pad[:13], *keuze]
        nog_nooit = [n for n in namen if not self.telling.aanvaard[n]]
        for naam in [*nog_nooit, *keuze]:
            vraag = self._vraag(naam, kans, blind=False)
            if vraag is not None and self._lukt(vraag):
                return vraag
        return None

    def _aan_de_orde(self, naam: str) -> bool:
        """Whether there is anything of the kind that this command must name; cases stay few."""
        if naam == "StelInbreukVast":
            lopend = [i for i in self.dossier.inbreuken.values() if i.fase not in UIT_HANDEN]
            return len(lopend) < 2
        if naam == "WisPersoonsgegevens":
            return self.stappen > VROEG  # what is erased has little life left
        if OPDRACHTEN[naam].rollen == {Rol.SYSTEEM}:
            return False  # the clock asks these, and now and then somebody blindly
        velden = OPDRACHTEN[naam].model_fields
        nodig = [veld for veld, info in velden.items() if info.is_required()]
        return all(getattr(self.dossier, v) for k, v in VERZAMELINGEN.items() if k in nodig)

    def _lukt(self, vraag: Vraag) -> bool:
        try:
            return bool(beslis(vraag.opdracht, self.dossier, self.recht, self._context(vraag)))
        except Weigering:
            return False

    def _vraag(self, naam: str, kans: Random, *, blind: bool) -> Vraag | None:
        """A command with data at random, from somebody who may, or not when asked blindly."""
        self.nummer += 1
        ids = [envelop.gebeurtenis_id for _, envelop in self.paren]
        greep = Greep(kans, self.dossier, self.vandaag, ids, self.nummer)
        greep.ander = self.ander
        klasse = OPDRACHTEN[naam]
        rollen = sorted(Rol if blind and kans.random() < 0.2 else klasse.rollen)
        rol = kans.choice(rollen)
        organisatie = "ABB"
        if rol == Rol.DOSSIERBEHANDELAAR:
            organisatie = kans.choice(("Atlas", "Atlas", "Atlas", "Atlas", "AgII"))
        # One natural person in four may hold every role, so that four eyes have something to see.
        wie = "duizendpoot" if kans.random() < 0.15 else f"{rol}-{kans.randint(1, 2)}"
        try:
            opdracht = lees_opdracht(naam, greep.gegevens(naam))
        except Weigering as weigering:
            if blind:
                self.telling.geweigerd[naam] += 1
                self.telling.codes[weigering.code] += 1
            return None
        opdracht_id = uuid5(RUIMTE, f"opdracht {self.nummer}")
        return Vraag(opdracht, Door(wie, rol, organisatie), opdracht_id, self.nu)

    def _open_ander(self) -> UUID:
        """Another dossier, of what may turn out to be the same person."""
        ander = uuid5(RUIMTE, "geen")
        for nummer, naam in enumerate(("OpenDossier", "StelInbreukVast")):
            opdracht = lees_opdracht(naam, ANDER[naam])
            meta = Meta(BEHANDELAAR, uuid5(RUIMTE, f"ander {nummer}"), RUIMTE, self.nu)
            dossier_id = None if opdracht.opent else ander
            ander = self.app.service.handle(dossier_id, opdracht, meta).dossier_id
        return ander

    def _context(self, vraag: Vraag) -> Context:
        anderen = {
            d: tuple(self.app.service.historiek(d)) for d in vraag.opdracht.andere_dossiers()
        }
        return Context(
            historiek=tuple(self.paren),
            historieken={**anderen, self.dossier_id: tuple(self.paren)},
            nu=vraag.nu,
            vandaag=dag_in_brussel(vraag.nu),
            door=vraag.door,
            opdracht_id=vraag.opdracht_id,
            dossier_id=self.dossier_id,
            ogm_nummer=1,
        )

    def _wacht(self, kans: Random) -> Iterator[Stand]:
        """Let time pass, now and then to the edge of a term; what falls due goes off."""
        lot = kans.random()
        dagen = 0
        if lot > 0.98 and (einde := self._verjaring()) is not None:
            dagen = max(0, (einde - self.vandaag).days + kans.randint(0, 2))
        elif lot > 0.97:
            dagen = kans.randint(60, 400)
        elif lot > 0.85:
            dagen = kans.randint(10, 40)
        elif lot > 0.45:
            dagen = kans.randint(0, 4)
        doel = self.vandaag + timedelta(days=dagen)
        if lot < 0.25 and (dag := self._volgende_einde()) is not None:
            doel = max(doel, dag + timedelta(days=kans.randint(0, 2)))
        doel = min(doel, EINDE)
        if kans.random() < 0.9:
            yield from self._tik(doel)
        nu = datetime.combine(doel, time(9 + kans.randint(0, 12)), tzinfo=brussel())
        self.nu = max(self.nu, nu)

    def _verjaring(self) -> date | None:
        """The first prescription of a claim that is still due."""
        lopend = [v.verjaring for v in self.dossier.vorderingen.values() if v.leeft]
        return min((v.datum for v in lopend if v is not None), default=None)

    def _volgende_einde(self) -> date | None:
        """The next day on which something ends within four months."""
        tot = self.vandaag + timedelta(days=120)
        dagen = [t.vervalt_op for t in termijnen(self.dossier) if t.staat == "loopt"]
        return min((d for d in dagen if self.vandaag <= d <= tot), default=None)

    def _tik(self, doel: date) -> Iterator[Stand]:
        """As `running.tik`: every term that is due, in order, each once for each end it had."""
        while (termijn := self._te_doen(doel)) is not None:
            termijn_ = termijn_id(self.dossier_id, termijn.soort, termijn.betreft)
            opdracht_id = uuid5(termijn_, str(termijn.gezet_door))
            self.geprobeerd.add(opdracht_id)
            dag = termijn.vervalt_op + timedelta(days=1)
            self.nu = max(self.nu, datetime.combine(dag, time(), tzinfo=brussel()))
            opdracht = lees_opdracht(termijn.opdracht or "", dict(termijn.gegevens))
            yield self._doe(Vraag(opdracht, SYSTEEM, opdracht_id, self.nu))

    def _te_doen(self, doel: date) -> OpenTermijn | None:
        lijst = [
            t
            for t in termijnen(self.dossier)
            if t.opdracht is not None and t.staat == "loopt" and t.vervalt_op < doel
        ]
        for termijn in sorted(lijst, key=lambda t: (t.vervalt_op, t.soort, t.betreft)):
            termijn_ = termijn_id(self.dossier_id, termijn.soort, termijn.betreft)
            if uuid5(termijn_, str(termijn.gezet_door)) not in self.geprobeerd:
                return termijn
        return None

    def _doe(self, vraag: Vraag) -> Stand:
        """Ask the service; what was stored is read back and folded onto what was live."""
        naam = type(vraag.opdracht).__name__
        meta = Meta(vraag.door, vraag.opdracht_id, RUIMTE, vraag.nu)
        voor, antwoord, weigering = self.dossier, None, None
        context = self._context(vraag)
        try:
            bestaat = voor.bestaat
            dossier_id = self.dossier_id if bestaat or not vraag.opdracht.opent else None
            self.app.service._recht = self.recht
            antwoord = self.app.service.handle(dossier_id, vraag.opdracht, meta)
            if not bestaat:
                self.dossier_id = antwoord.dossier_id
                self.dossier = Dossier(self.dossier_id)
        except Weigering as fout:
            weigering = fout
        nieuw = tuple(self._nieuw())
        for gebeurtenis, envelop in nieuw:
            self.dossier = evolueer(self.dossier, gebeurtenis, envelop)
        self.paren += nieuw
        if any(isinstance(g, PersoonsgegevensGewist) for g, _ in nieuw):
            # The keys are gone: what was live, lives on as what can still be read.
            self.paren = self.app.service.historiek(self.dossier_id)
            self.dossier = vouw(self.dossier_id, self.paren)
        self._tel(naam, weigering, nieuw)
        return Stand(vraag, antwoord, weigering, nieuw, voor, self.dossier, context)

    def _nieuw(self) -> Iterator[Paar]:
        """What the log holds beyond what was folded, read with the keys."""
        ring = LazyKeyring(self.app.vault)
        for rij in self.app.log.read_dossier(self.dossier_id, na_versie=self.dossier.versie):
            yield cast("Gebeurtenis", self.app.codec.decode(rij, ring)), rij.envelop

    def _tel(self, naam: str, weigering: Weigering | None, nieuw: tuple[Paar, ...]) -> None:
        if weigering is not None:
            self.telling.geweigerd[naam] += 1
            self.telling.codes[weigering.code] += 1
        elif nieuw:
            self.telling.aanvaard[naam] += 1
            self.gedaan[naam] += 1
        else:
            self.telling.niets[naam] += 1
        self.telling.fasen.update(i.fase.value for i in self.dossier.inbreuken.values())
