"""Given / when / then on the pure decider: no log, no keys, no clock but the one a step names.

tot("beslist").wanneer("StelBeroepIn", besluit="B1", ingesteldOp="2025-05-06").geweigerd(
    "BesluitNietBetekend", besluit="B1"
)
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from handhaving.dossier.basis import Context, Gebeurtenis, Rol, Weigering
from handhaving.dossier.decider import OPDRACHTEN, beslis, beslis_elders, evolueer, vouw
from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.lezen import genoemde_opdracht
from handhaving.dossier.redencodes import BEKEND
from handhaving.dossier.refusals import FaseLaatDitNietToe, OngeldigeGegevens
from handhaving.dossier.state import Dossier, Fase
from handhaving.dossier.vordering.saldo import STATUSSEN
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door, Envelop
from handhaving.recht import Kanaal, Recht

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.dossier.basis import Opdracht
    from handhaving.recht import Termijn

RUIMTE = UUID("1a0f7d4e-6a52-4b0c-9a64-2f1f3f6f0001")
DOSSIER = uuid5(RUIMTE, "dossier")
ANDER = UUID("019c1f00-0000-7000-8000-000000000002")
BEWIJS = "aangetekendMetOntvangstbewijs"
GEEN_AGENTSCHAP = "ABB"

Paar = tuple[Gebeurtenis, Envelop]


@cache
def recht() -> Recht:
    """The law that comes with the package, read once."""
    return Recht.laad()


def dag(tekst: str | date) -> date:
    return tekst if isinstance(tekst, date) else date.fromisoformat(tekst)


def termijn(naam: str, *, ontvangen: str | None = None, **wat: str) -> Termijn:
    """A term as the law has it: what the test is not about, it asks the law."""
    gevonden = recht().termijn(
        naam,
        ontvangen=None if ontvangen is None else dag(ontvangen),
        verzonden=dag(wat["verzonden"]) if "verzonden" in wat else None,
        kanaal=Kanaal(wat["kanaal"]) if "kanaal" in wat else None,
    )
    assert gevonden is not None
    return gevonden


def actor(opdracht: type[Opdracht], rol: Rol | None = None) -> Door:
    """One person per role: whoever may, for an agency or for ABB."""
    wie = rol or next(r for r in Rol if r in opdracht.rollen)
    organisatie = "Atlas" if wie is Rol.DOSSIERBEHANDELAAR else GEEN_AGENTSCHAP
    return Door(f"{wie}-1", wie, organisatie)


@dataclass(frozen=True)
class Stap:
    """A command as a caller sends it."""

    naam: str
    op: date | None
    gegevens: Mapping[str, object]
    door: Door | None = None
    elders: Mapping[tuple[str, str], UUID] = field(default_factory=dict)
    ogm_nummer: int = 1


def doe(naam: str, op: str | date | None = None, /, **wat: object) -> Stap:
    """A step: the data of the command, and if need be `door`, `elders` and `ogm_nummer`."""
    door, elders, nummer = wat.pop("door", None), wat.pop("elders", {}), wat.pop("ogm_nummer", 1)
    assert door is None or isinstance(door, Door)
    assert isinstance(elders, dict)
    assert isinstance(nummer, int)
    return Stap(naam, None if op is None else dag(op), wat, door, elders, nummer)


@dataclass(frozen=True)
class Feit:
    """An expected event: its type, and fields as they stand in the log."""

    type: str
    velden: Mapping[str, object]

    def past_op(self, gebeurtenis: Gebeurtenis) -> list[str]:
        gevonden = toon(gebeurtenis)
        fouten = [
            f"{self.type}.{veld}: verwacht {waarde!r}, gevonden {gevonden.get(veld)!r}"
            for veld, waarde in self.velden.items()
            if gevonden.get(veld) != json_waarde(waarde)
        ]
        if type(gebeurtenis).__name__ != self.type:
            fouten.append(f"verwacht {self.type}, gevonden {type(gebeurtenis).__name__}")
        return fouten


def feit(type_: str, /, **velden: object) -> Feit:
    return Feit(type_, velden)


def toon(gebeurtenis: Gebeurtenis) -> dict[str, Any]:
    """An event as JSON, by its names on the wire."""
    return gebeurtenis.model_dump(mode="json", by_alias=True)


def json_waarde(waarde: object) -> object:
    return waarde.isoformat() if isinstance(waarde, date) else waarde


@dataclass(frozen=True)
class Spel:
    """What happened so far, and the dossier it makes."""

    paren: tuple[Paar, ...] = ()
    dossier: Dossier = field(default_factory=lambda: Dossier(DOSSIER))
    vandaag: date = date(2025, 1, 1)
    andere: Mapping[UUID, Spel] = field(default_factory=dict)
    """The other dossiers that a command can write in."""

    def met(self, *stappen: Stap | Gebeurtenis) -> Spel:
        """The same, with these steps done; a refusal is an error of the test."""
        spel = self
        for stap in stappen:
            spel = spel._gebeurd((stap,)) if isinstance(stap, Gebeurtenis) else spel._gedaan(stap)
        return spel

    def persoon(self, **velden: object) -> Spel:
        """The same, with facts about the person that no event of this chapter gives yet."""
        persoon = replace(self.dossier.persoon, **velden)  # type: ignore[arg-type]
        return replace(self, dossier=replace(self.dossier, persoon=persoon))

    def naast(self, *andere: Spel) -> Spel:
        """The same, in a house where these dossiers are too."""
        return replace(self, andere={**self.andere, **{s.dossier.dossier_id: s for s in andere}})

    def inbreuk(self, sleutel: str = "I1", **velden: object) -> Spel:
        """The same, with an infringement in another state."""
        return replace(self, dossier=self.dossier.met_inbreuk(sleutel, **velden))

    def op(self, dag_: str | date) -> Spel:
        """The same, on another day."""
        return replace(self, vandaag=dag(dag_))

    def wanneer(self, naam: str, op: str | date | None = None, /, **wat: object) -> Uitkomst:
        """What comes of this command; see `doe`."""
        return self.stap(doe(naam, op, **wat))

    def stap(self, stap: Stap) -> Uitkomst:
        spel = self if stap.op is None else self.op(stap.op)
        context = spel.context(stap)
        try:
            opdracht = lees_opdracht(stap.naam, stap.gegevens)
            feiten = beslis(opdracht, self.dossier, recht(), context)
            elders = beslis_elders(opdracht, self.dossier, recht(), context)
        except Weigering as weigering:
            _zegt_wat_ze_weigert(weigering, stap)
            return Uitkomst(spel, (), weigering)
        andere = {
            dossier_id: self.andere.get(dossier_id, Spel(dossier=Dossier(dossier_id)))
            .op(spel.vandaag)
            ._gebeurd(
                hun, replace(context, opdracht_id=uuid5(context.opdracht_id, str(dossier_id)))
            )
            for dossier_id, hun in elders.items()
        }
        daarna = replace(spel._gebeurd(feiten, context), andere={**self.andere, **andere})
        return Uitkomst(daarna, feiten, None, elders)

    def context(self, stap: Stap) -> Context:
        nu = datetime.combine(self.vandaag, time(11), tzinfo=UTC)
        hier = self.dossier.dossier_id
        ruimte = RUIMTE if hier == DOSSIER else uuid5(RUIMTE, str(hier))
        opdracht_id = uuid5(ruimte, f"opdracht {len(self.paren)} {stap.naam}")
        klasse = OPDRACHTEN.get(stap.naam)
        return Context(
            nu=nu,
            vandaag=self.vandaag,
            door=stap.door or (actor(klasse) if klasse else Door("x", Rol.BEHEERDER, "ABB")),
            opdracht_id=opdracht_id,
            dossier_id=self.dossier.dossier_id,
            ogm_nummer=stap.ogm_nummer,
            elders=dict(stap.elders),
            historieken={
                self.dossier.dossier_id: self.paren,
                **{dossier_id: spel.paren for dossier_id, spel in self.andere.items()},
            },
            historiek=self.paren if klasse is not None and klasse.historiek_nodig else (),
        )

    def _gedaan(self, stap: Stap) -> Spel:
        uitkomst = self.stap(stap)
        assert uitkomst.weigering is None, f"{stap.naam}: {uitkomst.weigering!r}"
        return uitkomst.spel

    def _gebeurd(self, feiten: tuple[Gebeurtenis, ...], context: Context | None = None) -> Spel:
        """Fold the events, each under an envelope of its own."""
        wie = context or self.context(Stap("", None, {}))
        spel = self
        for volgnr, gebeurtenis in enumerate(feiten):
            if isinstance(gebeurtenis, HerbekijkenGevraagd) and gebeurtenis.opdracht is not None:
                _kan_gevraagd(gebeurtenis, gebeurtenis.opdracht)
            envelop = _envelop(spel, gebeurtenis, volgnr, wie)
            spel = replace(
                spel,
                paren=(*spel.paren, (gebeurtenis, envelop)),
                dossier=evolueer(spel.dossier, gebeurtenis, envelop),
            )
        return spel

    def opnieuw(self) -> Dossier:
        """The dossier folded again from the first event."""
        return vouw(self.dossier.dossier_id, self.paren)


def _zegt_wat_ze_weigert(weigering: Weigering, stap: Stap) -> None:
    """Whatever is refused: it names this command or its replacement, and leaves no fact open."""
    in_de_plaats = stap.gegevens.get("vervangendeOpdracht")
    namen = {stap.naam}
    if isinstance(in_de_plaats, dict):
        namen.add(genoemde_opdracht(str(in_de_plaats.get("opdracht")), OPDRACHTEN))
    assert weigering.feiten.get("opdracht", stap.naam) in namen, (stap, weigering.feiten)
    if isinstance(weigering, FaseLaatDitNietToe):
        toegelaten = weigering.feiten["toegelaten"]
        assert isinstance(toegelaten, list)
        assert set(toegelaten) <= STATEN, (stap.naam, toegelaten)
    leeg = [naam for naam, waarde in weigering.feiten.items() if waarde is None]
    assert leeg == [], (stap.naam, weigering.code, leeg)
    assert "…" not in weigering.boodschap, weigering.boodschap


STATEN = {
    *Fase,
    *STATUSSEN,
    *("genomen", "betekend", "definitief", "gesloten", "loopt", "geschorst"),
    *("voorbereid", "verzonden", "bevestigd", "open vordering"),
}
"""What a thing can be where a refusal says what it must be."""


def _kan_gevraagd(vraag: HerbekijkenGevraagd, opdracht: str) -> None:
    """What is proposed to a person is a command, with nothing wrong in it; more may be wanting."""
    assert vraag.taak[:1].isupper(), vraag
    assert vraag.taak[1:].isdigit(), vraag
    gegevens = vraag.gegevens
    assert {gegevens.get(n, "andere") for n in ("redenCode", "uitkomst")} <= BEKEND, vraag
    try:
        lees_opdracht(opdracht, gegevens)
    except OngeldigeGegevens as fout:
        velden = fout.feiten["velden"]
        assert isinstance(velden, list)
        assert all(str(veld).endswith(": ontbreekt") for veld in velden), (vraag, velden)


def _envelop(spel: Spel, gebeurtenis: Gebeurtenis, volgnr: int, context: Context) -> Envelop:
    positie = len(spel.paren) + 1
    return Envelop(
        positie=positie,
        dossier_id=spel.dossier.dossier_id,
        versie=positie,
        type=type(gebeurtenis).__name__,
        schema_versie=gebeurtenis.schema_versie,
        gebeurtenis_id=uuid5(context.opdracht_id, str(volgnr)),
        geregistreerd_op=context.nu + timedelta(microseconds=positie),
        geldig_op=gebeurtenis.geldig_op,
        door=context.door,
        opdracht_id=context.opdracht_id,
        volgnr=volgnr,
        spoor_id=RUIMTE,
        oorzaak_id=None,
        sleutel_id=gebeurtenis.eigenaar(spel.dossier.dossier_id),
    )


@dataclass(frozen=True)
class Uitkomst:
    """What came of a command: events, or a refusal."""

    spel: Spel
    feiten: tuple[Gebeurtenis, ...]
    weigering: Weigering | None
    elders: Mapping[UUID, tuple[Gebeurtenis, ...]] = field(default_factory=dict)

    def dan(self, *verwacht: Feit | str) -> Spel:
        """Exactly these events, in this order; and what then stands."""
        assert self.weigering is None, f"geweigerd: {self.weigering!r}"
        soorten = [type(g).__name__ for g in self.feiten]
        assert soorten == [v if isinstance(v, str) else v.type for v in verwacht]
        fouten = [
            fout
            for v, gebeurtenis in zip(verwacht, self.feiten, strict=True)
            if isinstance(v, Feit)
            for fout in v.past_op(gebeurtenis)
        ]
        assert fouten == []
        return self.spel

    def geweigerd(self, code: str, /, *ook: str, **feiten: object) -> Weigering:
        """This refusal, with these others beside it in this order, resting on these facts."""
        weigering = self.weigering
        assert weigering is not None, f"niet geweigerd: {[type(g).__name__ for g in self.feiten]}"
        assert (weigering.code, *weigering.ook_geweigerd) == (code, *ook)
        for naam, waarde in feiten.items():
            assert weigering.feiten.get(naam) == json_waarde(waarde), (naam, weigering.feiten)
        assert "…" not in weigering.boodschap, weigering.boodschap
        assert "\n" not in weigering.boodschap
        return weigering
