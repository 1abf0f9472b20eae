"""Deciding and appending: several commands on several dossiers, or one, in one append."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from uuid6 import uuid7

from handhaving.dossier.basis import Context, Gebeurtenis, Weigering
from handhaving.dossier.decider import beslis, vouw
from handhaving.dossier.refusals import OpdrachtReedsGebruikt, PersoonIsGewist
from handhaving.dossier.sanctie.betekening import BetekenBoetebesluit
from handhaving.dossier.state import Dossier
from handhaving.eventlog.envelope import Claim, Commit, Envelop, Herkomst, IndexEntry, Number
from handhaving.eventlog.log import (
    ClaimLost,
    CommandReused,
    KeyRefused,
    NumberTaken,
    VersionConflict,
)
from handhaving.recht.tellen import dag_in_brussel
from handhaving.service.reading import Reader
from handhaving.service.values import Antwoord, VersieVerouderd, Werk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from handhaving.dossier.basis import Opdracht
    from handhaving.eventlog.codec import Codec
    from handhaving.eventlog.envelope import NewEvent, Recorded
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.sleutels import IndexKey, Vault, WritingKeyring
    from handhaving.recht import Recht
    from handhaving.service.values import Meta

ATTEMPTS = 25
"""How often a command without an expected version is decided again after a lost race."""


@dataclass(slots=True)
class _Plan:
    """What one piece of work would write."""

    dossier: Dossier
    commits: list[Commit] = field(default_factory=list)
    uitkomsten: list[Antwoord | Weigering | None] = field(default_factory=list)
    gebeurtenissen: list[tuple[Gebeurtenis, ...]] = field(default_factory=list)


class Service(Reader):
    """Commands in, answers or refusals out. Knows no clock: the time comes with the command."""

    def __init__(
        self, log: EventLog, codec: Codec, vault: Vault, index: IndexKey, recht: Recht
    ) -> None:
        """Wire the log, the codec, the keys and the law."""
        super().__init__(log, codec, vault, index)
        self._recht = recht

    def handle(self, dossier_id: UUID | None, opdracht: Opdracht, meta: Meta) -> Antwoord:
        """Decide and append one command. Raises Weigering, VersieVerouderd."""
        uitkomst = self.handle_many(dossier_id, [(opdracht, meta)])[0]
        if isinstance(uitkomst, Weigering):
            raise uitkomst
        return uitkomst

    def handle_many(
        self, dossier_id: UUID | None, opdrachten: Sequence[tuple[Opdracht, Meta]]
    ) -> list[Antwoord | Weigering]:
        """Several commands on one dossier: one read, one append; a refused one stops no other.

        Raises VersieVerouderd where a command expected another version.
        """
        return self.handle_batch([Werk(dossier_id, tuple(opdrachten))])[0]

    def handle_batch(self, werk: Sequence[Werk]) -> list[list[Antwoord | Weigering]]:
        """Work on several dossiers in one append (bulk intake). All of it, or none."""
        elders: dict[tuple[str, str], UUID] = {}
        geweigerd: set[UUID] = set()
        herkansing = False
        for _ in range(ATTEMPTS):
            ring = self._vault.for_writing([w.dossier_id for w in werk if w.dossier_id is not None])
            plans = [self._plan(w, ring, elders, herkansing=herkansing) for w in werk]
            try:
                return _answers(plans, self._append(plans, werk, ring))
            except ClaimLost as lost:
                elders |= self._whose(lost, plans)
            except VersionConflict as conflict:
                self._stale(conflict, werk)
            except KeyRefused as refused:
                # Another writer made the key first, or it was destroyed: only then, twice.
                if refused.subject in geweigerd:
                    return [[PersoonIsGewist() for _ in w.opdrachten] for w in werk]
                geweigerd.add(refused.subject)
            except (NumberTaken, CommandReused):
                pass  # the next attempt draws the next number, and looks up the first answer
            herkansing = True
        last = werk[0].dossier_id or uuid.UUID(int=0)
        raise VersieVerouderd(last, None, self.versie(last))

    def proef(
        self, dossier_id: UUID | None, opdrachten: Sequence[tuple[Opdracht, Meta]]
    ) -> list[tuple[Gebeurtenis, ...] | Weigering]:
        """What these commands would do, without writing anything."""
        ring = self._vault.for_writing([] if dossier_id is None else [dossier_id])
        plan = self._plan(Werk(dossier_id, tuple(opdrachten)), ring, {}, herkansing=True)
        return [
            uitkomst if isinstance(uitkomst, Weigering) else gebeurtenissen
            for uitkomst, gebeurtenissen in zip(plan.uitkomsten, plan.gebeurtenissen, strict=True)
        ]

    def _append(
        self, plans: Sequence[_Plan], werk: Sequence[Werk], ring: WritingKeyring
    ) -> list[Recorded]:
        commits = [c for plan in plans for c in plan.commits]
        if not commits:
            return []
        nu = werk[0].opdrachten[0][1].nu
        commits[0] = replace(commits[0], sleutels=ring.new_keys())
        return self._log.append(commits, tijdstip=nu if self._log.simulatie else None)

    def _plan(
        self,
        werk: Werk,
        ring: WritingKeyring,
        elders: dict[tuple[str, str], UUID],
        *,
        herkansing: bool,
    ) -> _Plan:
        """Decide every command on what the one before it left; look up first answers if asked."""
        dossier_id = werk.dossier_id or uuid7()
        ring.add(dossier_id)
        plan = _Plan(self.lees(dossier_id) if werk.dossier_id else Dossier(dossier_id))
        for opdracht, meta in werk.opdrachten:
            verouderd = meta.verwachte_versie not in {None, plan.dossier.versie}
            eerder = self._earlier(opdracht, meta, plan) if herkansing or verouderd else None
            if eerder is None and verouderd:
                raise VersieVerouderd(dossier_id, meta.verwachte_versie, plan.dossier.versie)
            if eerder is None:
                eerder = self._decide(plan, opdracht, meta, ring, elders)
            if isinstance(eerder, Antwoord) and eerder.dossier_id != plan.dossier.dossier_id:
                ring.add(eerder.dossier_id, new=False)
                plan.dossier = self.lees(eerder.dossier_id)
            if eerder is not None:
                plan.uitkomsten.append(eerder)
                plan.gebeurtenissen.append(())
        return plan

    def _decide(
        self,
        plan: _Plan,
        opdracht: Opdracht,
        meta: Meta,
        ring: WritingKeyring,
        elders: dict[tuple[str, str], UUID],
    ) -> Antwoord | Weigering | None:
        """Add the decided events to the plan; or the refusal, or the first answer behind it."""
        context = self._context(opdracht, meta, plan.dossier.dossier_id, elders)
        try:
            gebeurtenissen = beslis(opdracht, plan.dossier, self._recht, context)
        except Weigering as weigering:
            return self._earlier(opdracht, meta, plan) or weigering
        self._add(plan, opdracht, meta, gebeurtenissen, ring)
        return None

    def _add(
        self,
        plan: _Plan,
        opdracht: Opdracht,
        meta: Meta,
        gebeurtenissen: tuple[Gebeurtenis, ...],
        ring: WritingKeyring,
    ) -> None:
        """Put the decided events in the plan and fold them, so that the next command sees them."""
        dossier = plan.dossier
        nieuw = [
            self._encode(g, meta.opdracht_id, volgnr, dossier.dossier_id, ring)
            for volgnr, g in enumerate(gebeurtenissen)
        ]
        plan.commits.append(
            Commit(
                dossier_id=dossier.dossier_id,
                verwachte_versie=dossier.versie,
                herkomst=Herkomst(meta.opdracht_id, meta.door, meta.spoor_id, meta.oorzaak_id),
                inhoud=self._inhoud(opdracht, None if opdracht.opent else dossier.dossier_id),
                gebeurtenissen=tuple(nieuw),
                claims=tuple(
                    Claim(soort, self._index.hmac(soort, waarde))
                    for g in gebeurtenissen
                    for soort, waarde in g.claims()
                ),
                index=tuple(
                    IndexEntry(soort, self._index.hmac(soort, waarde))
                    for g in gebeurtenissen
                    for soort, waarde in g.zoeksleutels()
                ),
                nummers=tuple(Number(*n) for g in gebeurtenissen for n in g.nummers()),
            )
        )
        plan.uitkomsten.append(None)
        plan.gebeurtenissen.append(gebeurtenissen)
        envelopes = [
            _envelope(event, dossier.dossier_id, dossier.versie + i, i, meta)
            for i, event in enumerate(nieuw, start=1)
        ]
        plan.dossier = vouw(
            dossier.dossier_id, zip(gebeurtenissen, envelopes, strict=True), van=dossier
        )

    def _encode(
        self, g: Gebeurtenis, opdracht_id: UUID, volgnr: int, subject: UUID, ring: WritingKeyring
    ) -> NewEvent:
        derde = getattr(g, "derde", None)
        if derde is not None:
            ring.add(derde)
        return self._codec.encode(
            g,
            gebeurtenis_id=uuid.uuid5(opdracht_id, str(volgnr)),
            geldig_op=g.geldig_op,
            subject=subject,
            keyring=ring,
        )

    def _context(
        self,
        opdracht: Opdracht,
        meta: Meta,
        dossier_id: UUID,
        elders: dict[tuple[str, str], UUID],
    ) -> Context:
        vandaag = dag_in_brussel(meta.nu)
        nummer = None
        if isinstance(opdracht, BetekenBoetebesluit):
            nummer = self._log.next_number("ogm", vandaag.year)
        return Context(
            nu=meta.nu,
            vandaag=vandaag,
            door=meta.door,
            opdracht_id=meta.opdracht_id,
            dossier_id=dossier_id,
            ogm_nummer=nummer,
            elders=elders,
        )

    def _inhoud(self, opdracht: Opdracht, dossier_id: UUID | None) -> bytes:
        """The keyed digest of a command: its name, its dossier and its fields."""
        kop = f"{type(opdracht).__name__}|{dossier_id}|".encode()
        velden = opdracht.model_dump_json(by_alias=True, exclude_none=True).encode()
        return self._index.mac("opdracht", kop + velden)

    def _earlier(self, opdracht: Opdracht, meta: Meta, plan: _Plan) -> Antwoord | Weigering | None:
        """The first answer to this command, if it was given before."""
        door = meta.door
        dossier_id = None if opdracht.opent else plan.dossier.dossier_id
        try:
            eerder = self._log.recorded(
                meta.opdracht_id,
                inhoud=self._inhoud(opdracht, dossier_id),
                herkomst_door=f"{door.id}|{door.rol}|{door.organisatie}",
            )
        except CommandReused:
            return OpdrachtReedsGebruikt(opdracht_id=meta.opdracht_id)
        return None if eerder is None else _answer(replace(eerder, herhaald=True))

    def _whose(self, lost: ClaimLost, plans: Iterable[_Plan]) -> dict[tuple[str, str], UUID]:
        """The value behind a lost claim, as a fact for the next decision."""
        return {
            (soort, waarde): lost.dossier_id
            for plan in plans
            for gebeurtenissen in plan.gebeurtenissen
            for g in gebeurtenissen
            for soort, waarde in g.claims()
            if soort == lost.soort and self._index.hmac(soort, waarde) == lost.waarde
        }

    def _stale(self, conflict: VersionConflict, werk: Sequence[Werk]) -> None:
        """Raise where the loser had named the version it expected."""
        for each in werk:
            for _, meta in each.opdrachten:
                if each.dossier_id == conflict.dossier_id and meta.verwachte_versie is not None:
                    raise VersieVerouderd(
                        conflict.dossier_id, meta.verwachte_versie, conflict.werkelijk
                    ) from conflict


def _envelope(event: NewEvent, dossier_id: UUID, versie: int, volgnr: int, meta: Meta) -> Envelop:
    """The envelope an event will have, as far as a fold needs it before the append."""
    return Envelop(
        positie=0,
        dossier_id=dossier_id,
        versie=versie,
        type=event.type,
        schema_versie=event.schema_versie,
        gebeurtenis_id=event.gebeurtenis_id,
        geregistreerd_op=meta.nu,
        geldig_op=event.geldig_op,
        door=meta.door,
        opdracht_id=meta.opdracht_id,
        volgnr=volgnr,
        spoor_id=meta.spoor_id,
        oorzaak_id=meta.oorzaak_id,
        sleutel_id=event.sleutel_id,
    )


def _answer(recorded: Recorded) -> Antwoord:
    return Antwoord(
        dossier_id=recorded.dossier_id,
        versie=recorded.versie,
        positie=recorded.laatste_positie,
        gebeurtenissen=recorded.gebeurtenissen,
        herhaald=recorded.herhaald,
    )


def _answers(
    plans: Sequence[_Plan], recorded: Sequence[Recorded]
) -> list[list[Antwoord | Weigering]]:
    """Put the answers of the log where the plan left a gap."""
    rest = iter(recorded)
    return [
        [_answer(next(rest)) if each is None else each for each in plan.uitkomsten]
        for plan in plans
    ]
