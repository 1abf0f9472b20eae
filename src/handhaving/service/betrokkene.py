"""What a person may know (GDPR art. 15): the data, what for, who got it, how was decided, who read.

Composed through the door of `inzage`, so that answering a request is itself a read that is noted.
What a third party said or paid is left out: a payer's name and account number are not the
person's data, and neither is a guardian's address (art. 15.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from handhaving.dossier.basis import Gebeurtenis, Rol
from handhaving.dossier.privacy.verstrekking import VerstrekkingGeregistreerd
from handhaving.dossier.privacy.wissing import bewaren_tot
from handhaving.dossier.refusals import GeenBevoegdheid
from handhaving.dossier.sanctie.besluit import BoetebesluitGenomen, BoeteVoorgesteld
from handhaving.dossier.sanctie.geengevolg import GeenGevolgBeslist
from handhaving.dossier.sanctie.overmaking import OvergemaaktAanABB
from handhaving.dossier.toewijzing.feiten import GebeurtenisOvergenomen
from handhaving.dossier.vlabel.overdracht import VlabelOverdrachtVoorbereid
from handhaving.dossier.vlabel.verloop import VlabelOverdrachtBevestigd, VlabelOverdrachtVerzonden
from handhaving.eventlog.persoonlijk import NietLeesbaar, Van, personal_fields
from handhaving.eventlog.toegang import Zoek

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from handhaving.eventlog.envelope import Envelop
    from handhaving.eventlog.toegang import AccessLog, Toegang
    from handhaving.recht import Recht
    from handhaving.recht.grondslag import Grondslag
    from handhaving.service.inzage import Inzage, Kijker
    from handhaving.service.writing import Service

    Rij = dict[str, object]

PERSOON: Final = (
    *("insz", "insz_aliassen", "klantnummer", "naam", "voornaam", "geboortedatum", "adres"),
    *("contacttaal", "hoedanigheid", "plicht_ontstaan_op", "regime"),
)
_BESLISSINGEN: Final = (BoeteVoorgesteld, BoetebesluitGenomen, GeenGevolgBeslist)
RECHTEN: Final = (
    "rechtzetting (AVG art. 16)",
    "wissing, na de bewaartermijn (AVG art. 17)",
    "beperking van de verwerking (AVG art. 18)",
    "bezwaar (AVG art. 21)",
    "klacht bij de Gegevensbeschermingsautoriteit of de Vlaamse Toezichtcommissie (AVG art. 77)",
)
UITLEG: Final = (
    "Geen beslissing is alleen door een machine genomen: het systeem berekent termijnen en bedragen"
    " en stelt voor, een mens beslist en tekent (AVG art. 22)."
)


def inzageverslag(
    service: Service,
    toegang: AccessLog,
    recht: Recht,
    kijker: Kijker,
    dossier_id: UUID,
    *,
    vandaag: date,
) -> Rij:
    """The answer to a request for access, as JSON. Refused as `inzage`, and to all but a dpo."""
    if kijker.door.rol != Rol.DPO:
        raise GeenBevoegdheid(rol=kijker.door.rol, opdracht="avg inzage", toegelaten=[Rol.DPO])
    inzage = service.inzage(kijker, dossier_id)
    feiten = [
        (g.inhoud if isinstance(g, GebeurtenisOvergenomen) else g, envelop)
        for g, envelop in inzage.historiek
    ]
    tot = bewaren_tot(inzage.dossier, recht)
    return {
        "dossierId": str(dossier_id),
        "opgemaaktOp": vandaag.isoformat(),
        "persoonsgegevens": _persoon(inzage),
        "betwist": [*inzage.dossier.privacy.betwist],
        "beperkingen": sorted(inzage.dossier.privacy.beperkingen),
        "gegevensPerFeit": list(_per_feit(feiten)),
        "vanDerdenWeggelaten": sum(_van_derden(g) for g, _ in feiten),
        "verantwoordelijken": _register(recht, "verantwoordelijke"),
        "doelen": _register(recht, "doel"),
        "ontvangers": list(_ontvangers(feiten)),
        "beslissingen": list(_beslissingen(feiten)),
        "logica": UITLEG,
        "rechten": [*RECHTEN],
        "bewaring": {
            "bewarenTot": None if tot is None else tot.isoformat(),
            **_termijn(recht, inzage.dossier.gesloten_op or vandaag),
        },
        "gelezenDoor": [_lezing(rij) for rij in gelezen(toegang, dossier_id)],
    }


def gelezen(toegang: AccessLog, dossier_id: UUID) -> Iterator[Toegang]:
    """Every noted read of a dossier, newest first."""
    na: int | None = None
    while True:
        blad = toegang.find(Zoek(dossier=dossier_id), na=na)
        yield from blad.items
        na = blad.volgende
        if na is None:
            return


def als_waarde(waarde: object) -> object:
    """A personal value as JSON; what cannot be read says why."""
    if isinstance(waarde, NietLeesbaar):
        return f"({repr(waarde).lower()})"
    if isinstance(waarde, BaseModel):
        return waarde.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(waarde, tuple):
        return [als_waarde(deel) for deel in waarde]
    return str(waarde)


def _persoon(inzage: Inzage) -> Rij:
    persoon = inzage.dossier.persoon
    return {
        to_camel(veld): als_waarde(waarde)
        for veld in PERSOON
        if (waarde := getattr(persoon, veld)) is not None and waarde != ()
    }


def _per_feit(feiten: Sequence[tuple[Gebeurtenis, Envelop]]) -> Iterator[Rij]:
    """The personal fields of every fact, those of third parties left out."""
    for gebeurtenis, envelop in feiten:
        velden = {
            to_camel(veld): als_waarde(waarde)
            for veld, merk in personal_fields(type(gebeurtenis)).items()
            if merk.van is Van.BETROKKENE and (waarde := getattr(gebeurtenis, veld)) is not None
        }
        if velden:
            yield {
                "feit": type(gebeurtenis).__name__,
                "geldigOp": gebeurtenis.geldig_op.isoformat(),
                "geregistreerdOp": envelop.geregistreerd_op.isoformat(),
                "gegevens": velden,
            }


def _van_derden(gebeurtenis: Gebeurtenis) -> int:
    return sum(
        merk.van is Van.DERDE and getattr(gebeurtenis, veld) is not None
        for veld, merk in personal_fields(type(gebeurtenis)).items()
    )


def _ontvangers(feiten: Sequence[tuple[Gebeurtenis, Envelop]]) -> Iterator[Rij]:
    """Who got data, and when: ABB and VLABEL from what was handed over, others as registered."""
    bij_vlabel: set[str] = set()
    for gebeurtenis, _ in feiten:
        match gebeurtenis:
            case OvergemaaktAanABB():
                yield _ontvanger("ABB", "sanctionering", gebeurtenis.overgemaakt_op)
            case VlabelOverdrachtVerzonden() | VlabelOverdrachtBevestigd():
                if gebeurtenis.overdracht not in bij_vlabel:
                    bij_vlabel.add(gebeurtenis.overdracht)
                    yield _ontvanger("VLABEL", "invordering", gebeurtenis.geldig_op) | {
                        "gegevens": _aan_vlabel(feiten, gebeurtenis.overdracht)
                    }
            case VerstrekkingGeregistreerd():
                yield _ontvanger(gebeurtenis.ontvanger, gebeurtenis.doel, gebeurtenis.op) | {
                    "gegevens": [*gebeurtenis.gegevens]
                }
            case _:
                continue


def _ontvanger(naam: str, doel: str, op: date) -> Rij:
    return {"ontvanger": naam, "doel": doel, "op": op.isoformat()}


def _aan_vlabel(feiten: Sequence[tuple[Gebeurtenis, Envelop]], overdracht: str) -> list[str]:
    """The names of what the frozen data set of a hand-over says."""
    for gebeurtenis, _ in feiten:
        if (
            isinstance(gebeurtenis, VlabelOverdrachtVoorbereid)
            and gebeurtenis.overdracht == overdracht
        ):
            gegevens = gebeurtenis.gegevens.model_dump(by_alias=True, exclude_none=True)
            return [*sorted(gegevens), *(["schuldenaar"] if gebeurtenis.schuldenaar else [])]
    return []


def _beslissingen(feiten: Sequence[tuple[Gebeurtenis, Envelop]]) -> Iterator[Rij]:
    """Each decision with the rules it rests on and why, in the words of whoever took it."""
    for gebeurtenis, envelop in feiten:
        if not isinstance(gebeurtenis, _BESLISSINGEN):
            continue
        velden = gebeurtenis.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"grondslag"}
        )
        yield {
            "beslissing": type(gebeurtenis).__name__,
            "op": gebeurtenis.geldig_op.isoformat(),
            "doorRol": envelop.door.rol,
            "doorOrganisatie": envelop.door.organisatie,
            "gegevens": velden,
            "regels": [_regel(g) for g in gebeurtenis.grondslag],
        }


def _regel(grondslag: Grondslag) -> Rij:
    return grondslag.model_dump(mode="json")


def _register(recht: Recht, soort: str) -> list[Rij]:
    return [
        {soort: naam.removeprefix(f"{soort}."), "grond": g.artikel, "status": g.status}
        for naam, g in recht.verwerking.items()
        if naam.startswith(f"{soort}.")
    ]


def _termijn(recht: Recht, op: date) -> Rij:
    waarde = recht.getal("bewaring.persoonsgegevens", op)
    return {
        "termijn": f"{waarde.waarde} {waarde.eenheid} na het sluiten",
        "grond": waarde.grondslag.artikel,
        "status": waarde.grondslag.status,
    }


def _lezing(rij: Toegang) -> Rij:
    gelezen_ = rij.lezing
    return {
        "op": rij.op.isoformat(),
        "door": gelezen_.door.id,
        "rol": gelezen_.door.rol,
        "organisatie": gelezen_.door.organisatie,
        "doel": gelezen_.doel,
        "referentie": gelezen_.referentie,
        "ingang": gelezen_.ingang,
        "velden": [*gelezen_.identiteit, *gelezen_.gevoelig],
    }
