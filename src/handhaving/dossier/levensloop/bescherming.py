"""Bescherming van de schuldenaar: een bewindvoerder, of een collectieve schuldenregeling."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Annotated

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    VanDerde,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.herbekijken import DEZE_TAAK, Vraag, vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.adres import open_opschortingen
from handhaving.dossier.levensloop.uitstel import BEHANDELAARS
from handhaving.dossier.persoon import Adres, OpgegevenAdres
from handhaving.dossier.state import AFGESLOTEN
from handhaving.dossier.tekst import Naam
from handhaving.dossier.vordering.gemeen import lopende_overdracht
from handhaving.dossier.vordering.opschorting import SCHULDENREGELING, opschorting
from handhaving.eventlog.persoonlijk import Klasse, NietLeesbaar, Persoonlijk, Van

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

AdresVanDerde = Annotated[Adres | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT, Van.DERDE)]


class BewindvoerderAangesteld(Gebeurtenis):
    """Een bewindvoerder beheert de goederen; elke brief gaat voortaan ook naar hem."""

    geldig_veld = "vanaf"
    historiek = "Bewindvoerder aangesteld vanaf {vanaf}."

    vanaf: date
    derde: uuid.UUID
    naam: VanDerde | None = None
    adres: AdresVanDerde | None = None


class CollectieveSchuldenregelingToelaatbaar(Gebeurtenis):
    """De rechter verklaarde een collectieve schuldenregeling toelaatbaar."""

    geldig_veld = "toelaatbaar_op"
    historiek = "Collectieve schuldenregeling toelaatbaar op {toelaatbaarOp}."

    toelaatbaar_op: date


class StelBewindvoerderAan(Opdracht):
    """Registreer de bewindvoerder, met zijn naam en adres."""

    pad = "/v1/dossiers/{dossierId}/bewindvoerders"
    voorbeeld = {
        "naam": "Fictief Persoon-98",
        "adres": {
            "straat": "Voorbeeldstraat",
            "huisnummer": "17",
            "postcode": "9999",
            "gemeente": "Fictiegem",
            "land": "BE",
        },
        "vanaf": "2024-02-28",
    }
    rollen = BEHANDELAARS
    verleden = ("vanaf",)

    naam: Naam
    adres: OpgegevenAdres
    vanaf: date | None = None


class RegistreerCollectieveSchuldenregeling(Opdracht):
    """Registreer dat een collectieve schuldenregeling toelaatbaar is verklaard."""

    pad = "/v1/dossiers/{dossierId}/schuldenregelingen"
    voorbeeld = {"toelaatbaarOp": "2024-02-28"}
    rollen = BEHANDELAARS
    verleden = ("toelaatbaar_op",)

    toelaatbaar_op: date


def _geen_weigering(
    _opdracht: Opdracht, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _stel_aan(
    opdracht: StelBewindvoerderAan, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    vanaf = opdracht.vanaf or dag_van(opdracht, context)
    aangesteld = BewindvoerderAangesteld(
        vanaf=vanaf,
        derde=uuid.uuid5(context.opdracht_id, "derde"),
        naam=opdracht.naam,
        adres=opdracht.adres,
    )
    if dossier.persoon.heeft_bewindvoerder:
        return (aangesteld,)
    return (aangesteld, *vragen(dossier, _alleen_aan_persoon(dossier, vanaf)))


def _alleen_aan_persoon(dossier: Dossier, vanaf: date) -> Iterator[Vraag]:
    """Wat sinds de aanstelling vertrok zonder dat de bewindvoerder het kreeg."""
    for stuk in dossier.stukken.values():
        inbreuk = dossier.inbreuken.get(stuk.betreft)
        besluit = dossier.besluiten.get(stuk.betreft)
        if besluit is not None:
            inbreuk = dossier.inbreuken.get(besluit.inbreuk)
        voorbij = inbreuk is not None and inbreuk.fase in AFGESLOTEN
        if stuk.verzonden_op >= vanaf and stuk.verstuurd and not voorbij:
            yield Vraag("briefZonderBewindvoerder", stuk.betreft, vanaf)


def _regel_schulden(
    opdracht: RegistreerCollectieveSchuldenregeling, dossier: Dossier, recht: Recht, _c: Context
) -> tuple[Gebeurtenis, ...]:
    op = opdracht.toelaatbaar_op
    if dossier.persoon.schuldenregeling_op == op:
        return ()
    keuze = recht.tekst("schuldenregeling.invordering", op)
    feiten: list[Gebeurtenis] = [
        CollectieveSchuldenregelingToelaatbaar(toelaatbaar_op=op, grondslag=(keuze.grondslag,))
    ]
    levend = [v for v in dossier.vorderingen.values() if v.leeft]
    if keuze.waarde == "geschorst":
        feiten += [
            opschorting(v.sleutel, op, SCHULDENREGELING, recht)
            for v in levend
            if SCHULDENREGELING not in open_opschortingen(v)
        ]
    te_vragen = [vraag for v in levend for vraag in _vragen(v, dossier, op)]
    return (*feiten, *vragen(dossier, te_vragen))


def _vragen(vordering: Vordering, dossier: Dossier, op: date) -> Iterator[Vraag]:
    """De aangifte bij de schuldbemiddelaar, de verjaring, en wat bij VLABEL ligt."""
    sleutel = vordering.sleutel
    yield Vraag(
        "aangifteSchuldbemiddelaar",
        sleutel,
        op,
        "HandelTaakAf",
        {"taak": DEZE_TAAK, "uitkomst": "aangegeven"},
    )
    yield Vraag(
        "verjaringBijSchuldenregeling",
        sleutel,
        op,
        "SchorsVerjaring",
        {"vordering": sleutel, "grond": SCHULDENREGELING, "vanaf": op.isoformat()},
    )
    overdracht = lopende_overdracht(dossier, sleutel)
    if overdracht is not None:
        yield Vraag(
            SCHULDENREGELING,
            overdracht.sleutel,
            op,
            "RoepVlabelOverdrachtTerug",
            {"overdracht": overdracht.sleutel, "redenCode": SCHULDENREGELING},
        )


def _op_aangesteld(dossier: Dossier, feit: BewindvoerderAangesteld, _envelop: Envelop) -> Dossier:
    return replace(
        dossier,
        persoon=replace(dossier.persoon, heeft_bewindvoerder=True),
        privacy=dossier.privacy.met_ander(feit.derde),
    )


def _op_schuldenregeling(
    dossier: Dossier, feit: CollectieveSchuldenregelingToelaatbaar, _envelop: Envelop
) -> Dossier:
    persoon = replace(dossier.persoon, schuldenregeling_op=feit.toelaatbaar_op)
    return replace(dossier, persoon=persoon)


HANDELINGEN = (
    Handeling(StelBewindvoerderAan, _geen_weigering, _stel_aan),
    Handeling(RegistreerCollectieveSchuldenregeling, _geen_weigering, _regel_schulden),
)
EVOLUTIES = (
    Evolutie(BewindvoerderAangesteld, _op_aangesteld, Rechtzetbaar(StelBewindvoerderAan)),
    Evolutie(
        CollectieveSchuldenregelingToelaatbaar,
        _op_schuldenregeling,
        Rechtzetbaar(RegistreerCollectieveSchuldenregeling),
    ),
)
