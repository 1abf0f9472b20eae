"""Deciding and appending: several commands on several dossiers, or one, in one append."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from uuid6 import uuid7

from handhaving.dossier.basis import Context, Gebeurtenis, Weigering
from handhaving.dossier.correctie.zonder import tellend
from handhaving.dossier.decider import beslis, beslis_elders, vouw
from handhaving.dossier.privacy.weigeringen import PersoonIsGewist
from handhaving.dossier.refusals import OpdrachtReedsGebruikt
from handhaving.dossier.state import Dossier
from handhaving.eventlog.codec import CannotSeal
from handhaving.eventlog.envelope import Claim, Commit, Envelop, Herkomst, IndexEntry, Number
from handhaving.eventlog.log import (
    ClaimLost,
    CommandReused,
    KeyRefused,
    NumberTaken,
    VersionConflict,
)
from handhaving.recht.tellen import dag_in_brussel
from handhaving.service.across import Hands, Part, meta_of, subjects
from handhaving.service.attempt import Attempt, Facts, Place, Plan, keur_versie
from handhaving.service.inzage import Inkijk
from handhaving.service.values import Antwoord, VersieVerouderd, Werk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from handhaving.dossier.basis import Opdracht
    from handhaving.eventlog.codec import Codec
    from handhaving.eventlog.envelope import NewEvent, Recorded
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.sleutels import IndexKey, Vault
    from handhaving.eventlog.toegang import AccessLog
    from handhaving.recht import Recht
    from handhaving.service.reading import Pair
    from handhaving.service.values import Meta

ATTEMPTS = 25
"""How often a command without an expected version is decided again after a lost race."""


class Service(Inkijk):
    """Commands in, answers or refusals out. Knows no clock: the time comes with the command."""

    def __init__(
        self,
        log: EventLog,
        codec: Codec,
        vault: Vault,
        index: IndexKey,
        recht: Recht,
        *,
        toegang: AccessLog,
    ) -> None:
        """Wire the log, the codec, the keys, the law and the access log."""
        super().__init__(log, codec, vault, index, toegang=toegang)
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
        ids = [w.dossier_id or uuid7() for w in werk]
        facts = Facts()
        for _ in range(ATTEMPTS):
            attempt = self._attempt(werk, facts)
            plans = [self._plan(w, id_, attempt) for w, id_ in zip(werk, ids, strict=True)]
            try:
                return _answers(plans, self._append(attempt))
            except ClaimLost as lost:
                facts.elders[attempt.claims[Claim(lost.soort, lost.waarde)]] = lost.dossier_id
            except VersionConflict as conflict:
                self._stale(conflict, werk)
            except KeyRefused as refused:
                facts.key_refused(refused.subject, refused.klasse)
            except (NumberTaken, CommandReused):
                pass  # the next attempt draws the next number, and looks up the first answer
            facts.herkansing = True
        raise VersieVerouderd(ids[0], None, self.versie(ids[0]))

    def proef(
        self, dossier_id: UUID | None, opdrachten: Sequence[tuple[Opdracht, Meta]]
    ) -> list[tuple[Gebeurtenis, ...] | Weigering]:
        """What these commands would do, without writing anything."""
        werk = Werk(dossier_id, tuple(opdrachten))
        plan = self._plan(
            werk, dossier_id or uuid7(), self._attempt([werk], Facts(herkansing=True))
        )
        return [
            uitkomst if isinstance(uitkomst, Weigering) else gebeurtenissen
            for uitkomst, gebeurtenissen in zip(plan.uitkomsten, plan.gebeurtenissen, strict=True)
        ]

    def _attempt(self, werk: Sequence[Werk], facts: Facts) -> Attempt:
        bekend = [w.dossier_id for w in werk if w.dossier_id is not None]
        return Attempt(self._vault.for_writing(bekend), facts)

    def _append(self, attempt: Attempt) -> list[Recorded]:
        commits = attempt.commits
        if not commits:
            return []
        commits[0] = replace(commits[0], sleutels=attempt.ring.new_keys())
        return self._log.append(commits, tijdstip=attempt.nu if self._log.simulatie else None)

    def _plan(self, werk: Werk, dossier_id: UUID, attempt: Attempt) -> Plan:
        """Decide every command on what the one before it left; look up first answers if asked."""
        attempt.ring.add(dossier_id)
        dossier = attempt.dossiers.get(dossier_id)
        if dossier is None:
            dossier = self.lees(dossier_id) if werk.dossier_id else Dossier(dossier_id)
        plan = Plan(dossier)
        for opdracht, meta in werk.opdrachten:
            verouderd = meta.verwachte_versie not in {None, plan.dossier.versie}
            eerder = None
            if attempt.facts.herkansing or verouderd or meta.opdracht_id in attempt.opdrachten:
                eerder = self._earlier(opdracht, meta, plan, attempt)
            if eerder is None and verouderd:
                keur_versie(plan.dossier, opdracht, meta)
            if eerder is None:
                self._decide(plan, opdracht, meta, attempt)
            else:
                self._repeat(plan, eerder, attempt)
        attempt.dossiers[plan.dossier.dossier_id] = plan.dossier
        return plan

    def _repeat(self, plan: Plan, eerder: Antwoord | Weigering | Place, attempt: Attempt) -> None:
        """The first answer again; what follows goes on in the dossier that it opened."""
        if isinstance(eerder, Antwoord) and eerder.dossier_id != plan.dossier.dossier_id:
            attempt.ring.add(eerder.dossier_id, new=False)
            plan.dossier = self.lees(eerder.dossier_id)
        plan.add(eerder)

    def _decide(self, plan: Plan, opdracht: Opdracht, meta: Meta, attempt: Attempt) -> None:
        """Add the decided events to the plan; or the refusal, or the first answer behind it."""
        try:
            delen = self._parts(plan.dossier, opdracht, meta, attempt)
        except Weigering as weigering:
            self._repeat(plan, self._earlier(opdracht, meta, plan, attempt) or weigering, attempt)
            return
        except CannotSeal:
            plan.add(PersoonIsGewist())
            return
        plan.add(Place(len(attempt.commits)), delen[0].gebeurtenissen)
        plan.dossier = self._take(delen[0], attempt)
        for deel in delen[1:]:
            attempt.dossiers[deel.dossier.dossier_id] = self._take(deel, attempt)

    def _parts(
        self, dossier: Dossier, opdracht: Opdracht, meta: Meta, attempt: Attempt
    ) -> list[Part]:
        """What the command writes, its own dossier first. Raises Weigering, CannotSeal."""
        context = self._context(opdracht, meta, dossier.dossier_id, attempt)
        anderen = opdracht.andere_dossiers()
        if anderen:
            return self._across(opdracht, dossier, meta, attempt, context)
        gebeurtenissen = beslis(opdracht, dossier, self._recht, context)
        waarden = tuple(paar for g in gebeurtenissen for paar in g.claims())
        commit = self._commit(dossier, opdracht, meta, gebeurtenissen, attempt)
        if opdracht.historiek_nodig:
            # A fact put right gives up what it held: a payment may be another dossier's.
            daarna = [
                *context.historiek,
                *zip(gebeurtenissen, _envelopes(commit, meta), strict=True),
            ]
            hands = Hands.of(tellend(context.historiek), tellend(daarna))
            waarden, commit = hands.claims, hands.on(commit, self._index)
        return [Part(dossier, gebeurtenissen, waarden, commit, meta)]

    def _across(
        self,
        opdracht: Opdracht,
        eigen: Dossier,
        meta: Meta,
        attempt: Attempt,
        context: Context,
    ) -> list[Part]:
        """What a command writes in each of the dossiers it touches, decided on all they hold."""
        historieken = {
            dossier_id: (*self.historiek(dossier_id), *attempt.gebeurd.get(dossier_id, ()))
            for dossier_id in dict.fromkeys((eigen.dossier_id, *opdracht.andere_dossiers()))
        }
        for subject in {*historieken, *subjects(historieken.values())}:
            attempt.ring.add(subject, new=False)
        context = replace(context, historiek=historieken[eigen.dossier_id], historieken=historieken)
        delen = {eigen.dossier_id: beslis(opdracht, eigen, self._recht, context)}
        delen |= beslis_elders(opdracht, eigen, self._recht, context)
        uit = []
        for dossier_id, feiten in delen.items():
            paren = historieken[dossier_id]
            dossier, onder = vouw(dossier_id, paren), meta_of(meta, dossier_id, eigen.dossier_id)
            commit = self._commit(dossier, opdracht, onder, feiten, attempt)
            nieuw = zip(feiten, _envelopes(commit, onder), strict=True)
            hands = Hands.of(paren, [*paren, *nieuw]).without(attempt.facts.elders)
            uit.append(Part(dossier, feiten, hands.claims, hands.on(commit, self._index), onder))
        return uit

    def _commit(
        self,
        dossier: Dossier,
        opdracht: Opdracht,
        meta: Meta,
        gebeurtenissen: tuple[Gebeurtenis, ...],
        attempt: Attempt,
    ) -> Commit:
        """The decided events as bytes, with their claims and numbers. Raises CannotSeal."""
        return Commit(
            dossier_id=dossier.dossier_id,
            verwachte_versie=dossier.versie,
            herkomst=Herkomst(meta.opdracht_id, meta.door, meta.spoor_id, meta.oorzaak_id),
            inhoud=self._inhoud(opdracht, dossier.dossier_id),
            gebeurtenissen=tuple(
                self._encode(g, meta.opdracht_id, volgnr, dossier.dossier_id, attempt)
                for volgnr, g in enumerate(gebeurtenissen)
            ),
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
            vernietig=tuple(subject for g in gebeurtenissen for subject in g.vernietigt()),
        )

    def _take(self, deel: Part, attempt: Attempt) -> Dossier:
        """Put the commit in the attempt and fold its events, so that the next command sees them."""
        commit, meta = deel.commit, deel.meta
        plaats = len(attempt.commits)
        attempt.commits.append(commit)
        attempt.nu = attempt.nu or meta.nu
        attempt.opdrachten[meta.opdracht_id] = (commit.inhoud, meta.door, plaats)
        attempt.nummers.update((n.soort, n.jaar) for n in commit.nummers)
        attempt.claims.update(zip(commit.claims, deel.waarden, strict=True))
        paren = list(zip(deel.gebeurtenissen, _envelopes(commit, meta), strict=True))
        attempt.gebeurd.setdefault(commit.dossier_id, []).extend(paren)
        return vouw(commit.dossier_id, paren, van=deel.dossier)

    def _encode(
        self, g: Gebeurtenis, opdracht_id: UUID, volgnr: int, subject: UUID, attempt: Attempt
    ) -> NewEvent:
        derde = g.feit.veld("derde")
        if derde is not None:
            attempt.ring.add(derde)
        return self._codec.encode(
            g,
            gebeurtenis_id=uuid.uuid5(opdracht_id, str(volgnr)),
            geldig_op=g.geldig_op,
            subject=g.eigenaar(subject),
            keyring=attempt,
        )

    def _context(
        self, opdracht: Opdracht, meta: Meta, dossier_id: UUID, attempt: Attempt
    ) -> Context:
        vandaag = dag_in_brussel(meta.nu)
        historiek: tuple[Pair, ...] = ()
        if opdracht.historiek_nodig:
            historiek = (*self.historiek(dossier_id), *attempt.gebeurd.get(dossier_id, ()))
        nummer = None
        if opdracht.heeft_ogm_nodig:
            nummer = self._log.next_number("ogm", vandaag.year)
            nummer += attempt.nummers["ogm", vandaag.year]
        return Context(
            nu=meta.nu,
            vandaag=vandaag,
            door=meta.door,
            opdracht_id=meta.opdracht_id,
            dossier_id=dossier_id,
            ogm_nummer=nummer,
            elders=attempt.facts.elders,
            historiek=historiek,
        )

    def _inhoud(self, opdracht: Opdracht, dossier_id: UUID) -> bytes:
        """The keyed digest of a command: its name, its dossier unless it opens one, its fields."""
        kop = f"{type(opdracht).__name__}|{None if opdracht.opent else dossier_id}|".encode()
        velden = opdracht.model_dump_json(by_alias=True, exclude_none=True).encode()
        return self._index.mac("opdracht", kop + velden)

    def _earlier(
        self, opdracht: Opdracht, meta: Meta, plan: Plan, attempt: Attempt
    ) -> Antwoord | Weigering | Place | None:
        """The first answer to this command: given before, or about to be given in this attempt."""
        door = meta.door
        inhoud = self._inhoud(opdracht, plan.dossier.dossier_id)
        if meta.opdracht_id in attempt.opdrachten:
            *zelfde, plaats = attempt.opdrachten[meta.opdracht_id]
            if zelfde == [inhoud, door]:
                return Place(plaats, herhaald=True)
            return OpdrachtReedsGebruikt(opdracht_id=meta.opdracht_id)
        try:
            eerder = self._log.recorded(
                meta.opdracht_id,
                inhoud=inhoud,
                herkomst_door=f"{door.id}|{door.rol}|{door.organisatie}",
            )
        except CommandReused:
            return OpdrachtReedsGebruikt(opdracht_id=meta.opdracht_id)
        return None if eerder is None else _answer(eerder, herhaald=True)

    def _stale(self, conflict: VersionConflict, werk: Sequence[Werk]) -> None:
        """Raise where the loser had named the version it expected."""
        for each in werk:
            for opdracht, meta in each.opdrachten:
                if each.dossier_id == conflict.dossier_id and meta.verwachte_versie is not None:
                    keur_versie(self.lees(each.dossier_id, met_sleutels=False), opdracht, meta)


def _envelopes(commit: Commit, meta: Meta) -> list[Envelop]:
    """The envelopes of the events of a commit, as far as a fold needs them before the append."""
    return [
        _envelope(event, commit.dossier_id, commit.verwachte_versie + i, i, meta)
        for i, event in enumerate(commit.gebeurtenissen, start=1)
    ]


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


def _answer(recorded: Recorded, *, herhaald: bool) -> Antwoord:
    return Antwoord(
        dossier_id=recorded.dossier_id,
        versie=recorded.versie,
        positie=recorded.laatste_positie,
        gebeurtenissen=recorded.gebeurtenissen,
        herhaald=herhaald,
    )


def _answers(
    plans: Sequence[Plan], recorded: Sequence[Recorded]
) -> list[list[Antwoord | Weigering]]:
    """Put the answers of the log where the plan says."""

    def answer(place: Place) -> Antwoord:
        found = recorded[place.nummer]
        return _answer(found, herhaald=found.herhaald or place.herhaald)

    return [
        [answer(each) if isinstance(each, Place) else each for each in plan.uitkomsten]
        for plan in plans
    ]
