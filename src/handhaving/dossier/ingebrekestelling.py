"""Hoofdstuk ingebrekestelling: de brief die de inregelstellingsperiode doet lopen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    NieuweSleutel,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    ViaOorzaak,
)
from handhaving.dossier.gemeen import (
    BriefVerzonden,
    TermijnGestart,
    bereken,
    keur_bewindvoerder,
    keur_volgorde,
    lopend,
    met_brief,
    nieuw_stuk,
    termijnvelden,
)
from handhaving.dossier.levensloop.schorsing import bij_start
from handhaving.dossier.persoon import waarheen
from handhaving.dossier.refusals import (
    AdresOnbekend,
    SleutelReedsGebruikt,
    VerplichteVermeldingOntbreekt,
)
from handhaving.dossier.state import Fase
from handhaving.recht import Kanaal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class IngebrekestellingVerzonden(BriefVerzonden):
    """De ingebrekestelling vertrok: zich in regel stellen, of een boete riskeren."""

    historiek = (
        "Ingebrekestelling voor {inbreuk} verzonden op {verzondenOp} ({kanaal}, stuk {stuk})."
    )

    inbreuk: Sleutel


class InregelstellingsperiodeGestart(TermijnGestart):
    """De inregelstellingsperiode begon."""

    historiek = (
        "Inregelstellingsperiode van {inbreuk} loopt tot en met {laatsteDagBurger} "
        "(strenge lezing {laatsteDagOverheid})."
    )

    inbreuk: Sleutel


class VerzendIngebrekestelling(Opdracht):
    """Verzend de ingebrekestelling. Met ontvangstbewijs begint de periode pas bij ontvangst."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/ingebrekestellingen"
    voorbeeld = {
        "inbreuk": "I1",
        "kanaal": "afgifte",
        "verzondenOp": "2024-03-05",
        "ontvangenOp": "2024-03-05",
    }
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    fasen = frozenset({Fase.VASTGESTELD, Fase.ADRESONDERZOEK})
    verleden = ("verzonden_op", "ontvangen_op")

    inbreuk: Sleutel
    kanaal: Kanaal
    verzonden_op: date
    ontvangen_op: date | None = None
    ook_aan_bewindvoerder: bool = False
    stuk: NieuweSleutel | None = None


def _keur_verzend(
    opdracht: VerzendIngebrekestelling, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    if opdracht.stuk in dossier.stukken:
        yield SleutelReedsGebruikt(sleutel=opdracht.stuk)
    if dossier.persoon.klantnummer is None:
        yield VerplichteVermeldingOntbreekt(vermelding="klantnummer")
    if not waarheen(dossier.persoon.adres) or dossier.persoon.adres_onbruikbaar:
        yield AdresOnbekend()
    yield from keur_bewindvoerder(dossier, opdracht.ook_aan_bewindvoerder)
    feit = dossier.inbreuken[opdracht.inbreuk].datum_feit
    yield from keur_volgorde("verzondenOp", opdracht.verzonden_op, "datumFeit", feit)


def _verzend(
    opdracht: VerzendIngebrekestelling, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    brief = IngebrekestellingVerzonden(
        inbreuk=opdracht.inbreuk,
        stuk=nieuw_stuk(dossier, opdracht.stuk),
        kanaal=opdracht.kanaal,
        verzonden_op=opdracht.verzonden_op,
        ontvangen_op=opdracht.ontvangen_op,
        ook_aan_bewindvoerder=opdracht.ook_aan_bewindvoerder,
    )
    termijn = bereken(recht, "inregelstelling", brief)
    if termijn is None:
        return (brief,)
    gestart = InregelstellingsperiodeGestart(inbreuk=opdracht.inbreuk, **termijnvelden(termijn))  # type: ignore[arg-type]
    return (brief, gestart, *bij_uitstel(dossier, opdracht.inbreuk, gestart, recht, context))


def bij_uitstel(
    dossier: Dossier, inbreuk: str, gestart: TermijnGestart, recht: Recht, context: Context
) -> Iterator[Gebeurtenis]:
    """Begint de periode tijdens een uitstel, dan staat ze meteen stil."""
    uitstellen = dossier.uitstellen.values()
    yield from bij_start(dossier.inbreuken[inbreuk], gestart, uitstellen, context.vandaag, recht)


def _op_verzonden(dossier: Dossier, feit: IngebrekestellingVerzonden, _envelop: Envelop) -> Dossier:
    dossier = met_brief(dossier, "ingebrekestelling", feit.inbreuk, feit)
    return dossier.met_inbreuk(
        feit.inbreuk, fase=Fase.IN_GEBREKE, inregelstelling=None, schorsing=None
    )


def _op_gestart(
    dossier: Dossier, feit: InregelstellingsperiodeGestart, envelop: Envelop
) -> Dossier:
    termijn = lopend("inregelstelling", feit.inbreuk, feit, envelop)
    return dossier.met_inbreuk(feit.inbreuk, inregelstelling=termijn)


HANDELINGEN = (Handeling(VerzendIngebrekestelling, _keur_verzend, _verzend),)
EVOLUTIES = (
    Evolutie(
        IngebrekestellingVerzonden,
        _op_verzonden,
        Rechtzetbaar(VerzendIngebrekestelling, rekent=True),
    ),
    Evolutie(
        InregelstellingsperiodeGestart,
        _op_gestart,
        ViaOorzaak("de brief of de ontvangst waarmee de periode begon"),
    ),
)
