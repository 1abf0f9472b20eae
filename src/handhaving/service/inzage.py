"""The one door to personal fields: what this reader may see, and a row in the access log first.

An entrance (HTTP, command line, exports) says who looks, through which entrance and why, and gets
a dossier in which everything this reader may not see is AFGESCHERMD. The row is written **before**
a clear value is handed out; when it cannot be written, nothing is.

    kijker = Kijker(door=door, spoor_id=spoor, ingang="api", doel=Doel.SANCTIONERING)
    inzage = app.service.inzage(kijker, dossier_id)             # one dossier, its history too
    inzage.dossier.persoon.naam                                 # text, AFGESCHERMD, GEWIST or None
    inzage.stand(vandaag, app.recht)                            # what this reader may see of it
    inzage.historiek                                            # the events this reader may see
    app.service.inzage(kijker, dossier_id, klassen=())          # no personal field, no key, no row
    app.service.inzage_in(kijker, ids)                          # several, in one row: lists
    app.service.vind(kijker, "insz", nummer)                    # a search on who somebody is

Who may see what is the table in `inzagerecht.py`. An agency sees a dossier in which it has a part;
without one it is as if the dossier were not there (OnbekendDossier). Of an inbreuk of another
agency it sees key, type, datumFeit and fase alone. `beheerder` sees no case (GeenBevoegdheid),
`abb` and `systeem` no personal field, `auditor` and `dpo` none until they state a purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from pydantic.alias_generators import to_camel
from uuid6 import uuid7

from handhaving.dossier.basis import ACTOR, Gebeurtenis, Rol
from handhaving.dossier.decider import vouw
from handhaving.dossier.persoon import AGENTSCHAPPEN
from handhaving.dossier.privacy.weigeringen import DoelNietToegelaten, DoelOntbreekt
from handhaving.dossier.refusals import (
    GeenBevoegdheid,
    OnbekendDossier,
    OngeldigeGegevens,
)
from handhaving.dossier.stand import stand
from handhaving.dossier.toewijzing.feiten import GebeurtenisOvergenomen
from handhaving.dossier.verzwegen import DossierBestondNogNiet
from handhaving.eventlog.persoonlijk import (
    AFGESCHERMD,
    VERZEGELD,
    Klasse,
    NietLeesbaar,
    Van,
    personal_fields,
)
from handhaving.eventlog.toegang import REFERENTIE, Lezing
from handhaving.service.inzagerecht import (
    GEWOON_DOEL,
    INZAGERECHT,
    ZONDER_INHOUD,
    Doel,
    Groep,
    doelen_van,
    groep_van,
    leesbaar,
)
from handhaving.service.reading import Reader
from handhaving.service.zicht import Zicht

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from handhaving.dossier.basis import Opdracht, Weigering
    from handhaving.dossier.stand import Json
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.codec import Codec
    from handhaving.eventlog.envelope import Door
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.sleutels import IndexKey, Vault
    from handhaving.eventlog.toegang import AccessLog, Toegang
    from handhaving.recht import Recht
    from handhaving.service.reading import Pair

ALLE: Final = frozenset(Klasse)
_INSZ: Final = re.compile(r"(?:[0-9][^0-9]?){10}[0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kijker:
    """Who looks, through which entrance, and why.

    doel: the purpose this person states; None reads with the ordinary purpose of the role.
    referentie: the number of a request or ticket; never a text, never a national number.
    """

    door: Door
    spoor_id: UUID
    ingang: str
    doel: Doel | None = None
    referentie: str | None = None


@dataclass(frozen=True, slots=True)
class Inzage:
    """What was handed out. `toegang` is the row of the access log, None without a clear value.

    `dossier` is folded over everything, so that every fase is right; show `stand` and `historiek`,
    which hold what this reader may see. `afgeschermd` names the fields that were kept back.
    """

    dossier: Dossier
    historiek: tuple[Pair, ...]
    zicht: Zicht
    afgeschermd: frozenset[str]
    toegang: Toegang | None

    @property
    def deel(self) -> Dossier:
        """The dossier with only what this reader sees, for its terms and its picture."""
        return self.zicht.deel(self.dossier)

    def stand(self, vandaag: date, recht: Recht) -> dict[str, Json]:
        """The outside of the dossier on a day, as far as this reader sees it."""
        return self.zicht.beperk(stand(self.dossier, vandaag, recht))


@dataclass(slots=True)
class _Masker:
    """Keeps back what may not be seen, and remembers what was shown."""

    groepen: frozenset[Groep]
    klassen: frozenset[Klasse]
    getoond: set[tuple[Klasse, str]]
    afgeschermd: set[str]

    def over(self, gebeurtenis: Gebeurtenis, *, zichtbaar: bool) -> Gebeurtenis:
        """The event as this reader may see it."""
        if isinstance(gebeurtenis, GebeurtenisOvergenomen):
            inhoud = self.over(gebeurtenis.inhoud, zichtbaar=zichtbaar)
            return gebeurtenis.model_copy(update={"inhoud": inhoud})
        weg: dict[str, NietLeesbaar] = {}
        for veld, klasse, groep, naam in _velden(type(gebeurtenis)):
            waarde = getattr(gebeurtenis, veld)
            if waarde is None or (waarde is not VERZEGELD and isinstance(waarde, NietLeesbaar)):
                continue
            if klasse not in self.klassen:
                weg[veld] = VERZEGELD
            elif not zichtbaar or groep not in self.groepen:
                weg[veld] = AFGESCHERMD
                if zichtbaar:
                    self.afgeschermd.add(naam)
            else:
                self.getoond.add((klasse, naam))
        return gebeurtenis.model_copy(update=weg) if weg else gebeurtenis


@cache
def _velden(soort: type[Gebeurtenis]) -> tuple[tuple[str, Klasse, Groep, str], ...]:
    """The personal fields of an event: field, class, group, and its name in the access log."""
    uit = []
    for veld, merk in personal_fields(soort).items():
        eigen = merk.klasse is Klasse.IDENTITEIT and merk.van is Van.BETROKKENE
        naam = to_camel(veld) if eigen else f"{soort.__name__}.{to_camel(veld)}"
        uit.append((veld, merk.klasse, groep_van(soort.__name__, merk), naam))
    return tuple(uit)


class Inkijk(Reader):
    """Reading for people. Refusals: OnbekendDossier, GeenBevoegdheid, DoelNietToegelaten."""

    def __init__(
        self, log: EventLog, codec: Codec, vault: Vault, index: IndexKey, *, toegang: AccessLog
    ) -> None:
        """Over this log, with these keys; every read is noted in `toegang`."""
        super().__init__(log, codec, vault, index)
        self._toegang = toegang

    def inzage(
        self,
        kijker: Kijker,
        dossier_id: UUID,
        *,
        op: datetime | None = None,
        geldig_op: date | None = None,
        klassen: Collection[Klasse] = ALLE,
    ) -> Inzage:
        """One dossier as this reader may see it: now, as known at `op`, as valid on `geldig_op`.

        `klassen`: the classes of personal fields that are asked for; none reads without keys.
        """
        keur(kijker)
        gelezen = self._bekijk(kijker, dossier_id, op, geldig_op, frozenset(klassen))
        if gelezen is None:
            raise self._afwezig(kijker, dossier_id, op, geldig_op)
        return self._geef(kijker, {dossier_id: gelezen})[dossier_id]

    def inzage_in(
        self,
        kijker: Kijker,
        dossier_ids: Iterable[UUID],
        *,
        klassen: Collection[Klasse] = (Klasse.IDENTITEIT,),
    ) -> dict[UUID, Inzage]:
        """Several dossiers in one row; those that are not there for this reader are left out."""
        keur(kijker)
        gelezen = {
            dossier_id: gevonden
            for dossier_id in dict.fromkeys(dossier_ids)
            if (gevonden := self._bekijk(kijker, dossier_id, None, None, frozenset(klassen)))
        }
        return self._geef(kijker, gelezen)

    def vind(self, kijker: Kijker, soort: str, *waarden: str) -> list[UUID]:
        """The dossiers with one of these values (see `zoek`) that are there for this reader.

        Searching for somebody is noted like any other read, also when nothing was found.
        """
        rol = keur(kijker)
        if Groep.PERSOON not in leesbaar(rol, kijker.doel):
            if doelen := doelen_van(rol):
                raise DoelOntbreekt(toegelaten=sorted(doelen))
            raise GeenBevoegdheid(rol=rol, opdracht="zoeken", toegelaten=_zoekers())
        gevonden = [
            dossier_id
            for waarde in waarden
            for dossier_id in self.zoek(soort, waarde)
            if self._bekijk(kijker, dossier_id, None, None, frozenset()) is not None
        ]
        self._noteer(kijker, gevonden, {(Klasse.IDENTITEIT, soort)})
        return gevonden

    def noteer_vondst(self, kijker: Kijker, opdracht: Opdracht, weigering: Weigering) -> None:
        """Note that somebody who writes learns that there is a dossier with these values."""
        velden = [v for v in ("insz", "klantnummer") if opdracht.veld(v) is not None]
        gevonden = UUID(str(weigering.feiten["dossierId"]))
        self._noteer(kijker, [gevonden], {(Klasse.IDENTITEIT, veld) for veld in velden})

    def _afwezig(
        self, kijker: Kijker, dossier_id: UUID, op: datetime | None, geldig_op: date | None
    ) -> OnbekendDossier:
        """Why there is nothing to see: no dossier for this reader, or not yet at that time."""
        nu = None
        if op is not None or geldig_op is not None:
            nu = self._bekijk(kijker, dossier_id, None, None, frozenset())
        if nu is None:
            return OnbekendDossier(dossier=dossier_id)
        return DossierBestondNogNiet(dossier=dossier_id, geopend_op=nu[0][0][0].geldig_op)

    def _bekijk(
        self,
        kijker: Kijker,
        dossier_id: UUID,
        op: datetime | None,
        geldig_op: date | None,
        klassen: frozenset[Klasse],
    ) -> tuple[list[Pair], Zicht, _Masker] | None:
        """The masked history; None where there is none for this reader."""
        groepen = leesbaar(Rol(kijker.door.rol), kijker.doel)
        paren = self.historiek(
            dossier_id, op=op, geldig_op=geldig_op, met_sleutels=bool(klassen and groepen)
        )
        if not paren:
            return None
        verleden = op is not None or geldig_op is not None
        nu = self.historiek(dossier_id, met_sleutels=False) if verleden else paren
        agentschap = kijker.door.organisatie if kijker.door.organisatie in AGENTSCHAPPEN else None
        zicht = Zicht(vouw(dossier_id, nu), agentschap)
        if agentschap is not None and agentschap not in zicht.dossier.agentschappen:
            return None
        masker = _Masker(groepen, klassen, set(), set())
        afgeschermd = [
            (masker.over(feit, zichtbaar=zicht.ziet_feit(feit)), envelop) for feit, envelop in paren
        ]
        return afgeschermd, zicht, masker

    def _geef(
        self, kijker: Kijker, gelezen: Mapping[UUID, tuple[list[Pair], Zicht, _Masker]]
    ) -> dict[UUID, Inzage]:
        """Note what becomes readable, in one row, and only then hand it out."""
        met_persoon = [d for d, (_, _, masker) in gelezen.items() if masker.getoond]
        getoond = {naam for _, _, masker in gelezen.values() for naam in masker.getoond}
        toegang = self._noteer(kijker, met_persoon, getoond) if met_persoon else None
        return {
            dossier_id: Inzage(
                dossier=vouw(dossier_id, paren),
                historiek=tuple(paar for paar in paren if zicht.ziet_feit(paar[0])),
                zicht=zicht,
                afgeschermd=frozenset(masker.afgeschermd),
                toegang=toegang if masker.getoond else None,
            )
            for dossier_id, (paren, zicht, masker) in gelezen.items()
        }

    def _noteer(
        self, kijker: Kijker, dossiers: Sequence[UUID], getoond: set[tuple[Klasse, str]]
    ) -> Toegang:
        velden = {
            klasse: tuple(sorted(naam for k, naam in getoond if k is klasse)) for klasse in Klasse
        }
        return self._toegang.record(
            Lezing(
                id=uuid7(),
                door=kijker.door,
                ingang=kijker.ingang,
                doel=doel_van(kijker),
                referentie=kijker.referentie,
                dossiers=tuple(dossiers),
                identiteit=velden[Klasse.IDENTITEIT],
                gevoelig=velden[Klasse.GEVOELIG],
                spoor_id=kijker.spoor_id,
            )
        )


def keur(kijker: Kijker) -> Rol:
    """The role of this reader. Refused: a role that sees no case, a purpose it does not have."""
    rol = next((r for r in Rol if r == kijker.door.rol), None)
    if rol is None or rol in ZONDER_INHOUD:
        mag = sorted(r for r in Rol if r not in ZONDER_INHOUD)
        raise GeenBevoegdheid(rol=kijker.door.rol, opdracht="inzage", toegelaten=mag)
    if re.fullmatch(ACTOR, kijker.door.id, re.ASCII) is None:
        raise OngeldigeGegevens(velden=["door.id: verkeerde vorm"])
    if kijker.doel is not None and kijker.doel not in doelen_van(rol):
        raise DoelNietToegelaten(rol=rol, doel=kijker.doel, toegelaten=sorted(doelen_van(rol)))
    if kijker.referentie is not None and not is_referentie(kijker.referentie):
        raise OngeldigeGegevens(velden=["referentie: een nummer, nooit een tekst of een INSZ"])
    return rol


def is_referentie(nummer: str) -> bool:
    """Whether this is the number of something, and not a text or a national number."""
    return re.fullmatch(REFERENTIE, nummer, re.ASCII) is not None and _INSZ.search(nummer) is None


def doel_van(kijker: Kijker) -> Doel:
    """The purpose that is noted: the one stated, or the ordinary one of the role."""
    return kijker.doel or GEWOON_DOEL[Rol(kijker.door.rol)]


def _zoekers() -> list[str]:
    """The roles that may search on who somebody is, stating a purpose where they must."""
    return sorted({rij.rol for rij in INZAGERECHT if Groep.PERSOON in rij.groepen})
