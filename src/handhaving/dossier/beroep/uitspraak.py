"""De uitspraak in beroep: verworpen, vernietigd of hervormd."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.beroep.instellen import keur_hangende, lopende_overdrachten
from handhaving.dossier.enig import met_fase, volg
from handhaving.dossier.gemeen import Verjaring, keur_volgorde, stand_verjaring, verstreken
from handhaving.dossier.herbekijken import vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.recidive import na_de_val
from handhaving.dossier.sanctie.boetehoogte import keur_hoogste
from handhaving.dossier.state import Beroep, Fase
from handhaving.dossier.verjaring.stuiting import verjaring_vanaf
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vordering.gemeen import meld_aan_vlabel
from handhaving.dossier.vordering.ontijdig import lager
from handhaving.dossier.vordering.saldo import zonder_intrest
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Uitspraak = Literal["verworpen", "vernietigd", "hervormd"]


class UitspraakGeregistreerd(Gebeurtenis):
    """De uitspraak in beroep; verworpen of hervormd begint de verjaring opnieuw."""

    geldig_veld = "op"
    historiek = "Uitspraak over {besluit} op {op}: {uitspraak}, definitief op {definitiefOp}."

    besluit: Sleutel
    uitspraak: Uitspraak
    op: date
    definitief_op: date
    bedrag: Cent | None = None
    verjaring: Verjaring | None = None


class RegistreerUitspraak(Opdracht):
    """Registreer de uitspraak; bij een hervorming hoort het nieuwe bedrag."""

    pad = "/v1/dossiers/{dossierId}/boetebesluiten/{besluit}/uitspraken"
    voorbeeld = {
        "besluit": "B1",
        "uitspraak": "verworpen",
        "op": "2024-08-21",
        "definitiefOp": "2024-08-21",
    }
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verleden = ("op",)

    besluit: Sleutel
    uitspraak: Uitspraak
    op: date
    definitief_op: date
    bedrag: Cent | None = None

    @model_validator(mode="after")
    def _bedrag_bij_hervorming(self) -> Self:
        if (self.uitspraak == "hervormd") != (self.bedrag is not None):
            soort = "bedrag"
            raise PydanticCustomError(soort, "een bedrag hoort bij een hervorming, en alleen daar")
        if self.bedrag is not None and self.bedrag < 0:
            soort = "bedrag"
            raise PydanticCustomError(soort, "een bedrag is nooit negatief")
        return self


def _keur_uitspraak(
    opdracht: RegistreerUitspraak, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[opdracht.besluit]
    yield from keur_hangende(besluit)
    ingesteld_op = besluit.beroep.ingesteld_op if besluit.beroep else None
    yield from keur_volgorde("op", opdracht.op, "ingesteldOp", ingesteld_op)
    yield from keur_volgorde("definitiefOp", opdracht.definitief_op, "op", opdracht.op)
    inbreuk = dossier.inbreuken.get(besluit.inbreuk)
    if inbreuk is not None and opdracht.bedrag is not None:
        yield from keur_hoogste(inbreuk, opdracht.bedrag, besluit.genomen_op, recht)


def _uitspraak(
    opdracht: RegistreerUitspraak, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    besluit = dossier.besluiten[opdracht.besluit]
    vordering = dossier.vorderingen.get(besluit.vordering or "")
    blijft = opdracht.uitspraak != "vernietigd"
    gevallen = () if blijft else na_de_val(dossier, opdracht.besluit, opdracht.op)
    terug = () if blijft else lopende_overdrachten(dossier, besluit)
    return (
        UitspraakGeregistreerd(
            besluit=opdracht.besluit,
            uitspraak=opdracht.uitspraak,
            op=opdracht.op,
            definitief_op=opdracht.definitief_op,
            bedrag=opdracht.bedrag,
            verjaring=verjaring_vanaf(opdracht.definitief_op, vordering, recht) if blijft else None,
        ),
        *(
            VlabelOverdrachtTeruggeroepen(
                overdracht=o.sleutel,
                teruggeroepen_op=opdracht.op,
                reden_code="besluitVernietigd",
            )
            for o in terug
        ),
        *vragen(dossier, gevallen),
        *lager(vordering, opdracht.bedrag, recht),
    )


def _op_uitspraak(dossier: Dossier, feit: UitspraakGeregistreerd, envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    beroep = besluit.beroep or Beroep(feit.op, te_laat=False)
    beroep = replace(beroep, uitspraak=feit.uitspraak, uitspraak_op=feit.op)
    dossier = dossier.met_besluit(
        feit.besluit, beroep=beroep, beroepstermijn=verstreken(besluit.beroepstermijn)
    )
    if not besluit.staat_nog:
        return dossier
    if feit.uitspraak == "vernietigd":
        dossier = dossier.met_besluit(feit.besluit, staat="vernietigd")
        dossier = volg(dossier, besluit.inbreuk, Fase.VERNIETIGD)
        if besluit.vordering is not None:
            dossier = dossier.met_vordering(besluit.vordering, afgesloten_op=feit.op)
        return dossier
    dossier = dossier.met_besluit(
        feit.besluit, staat="definitief", definitief_op=feit.definitief_op
    )
    dossier = met_fase(dossier, besluit, Fase.DEFINITIEF)
    if besluit.vordering is not None and feit.verjaring is not None:
        dossier = dossier.met_vordering(
            besluit.vordering, verjaring=stand_verjaring(feit.verjaring, envelop)
        )
    if feit.bedrag is not None:
        dossier = dossier.met_besluit(feit.besluit, bedrag=feit.bedrag)
        if besluit.vordering is not None:
            dossier = _hervorm(dossier, besluit.vordering, feit.bedrag, feit.op)
            dossier = meld_aan_vlabel(dossier, besluit.vordering, feit.op)
    return dossier


def _hervorm(dossier: Dossier, sleutel: str, bedrag: Cent, op: date) -> Dossier:
    """Het nieuwe bedrag vervangt de hoofdsom; wie al genoeg betaalde, heeft voldaan."""
    oud = dossier.vorderingen.get(sleutel)
    if oud is None:
        return dossier
    eerder = (*oud.eerdere_hoofdsommen, (op, oud.hoofdsom))
    dossier = dossier.met_vordering(sleutel, hoofdsom=bedrag, eerdere_hoofdsommen=eerder)
    vordering = dossier.vorderingen[sleutel]
    if any(zonder_intrest(vordering)):
        # Er is weer iets verschuldigd, ook als het lagere bedrag al voldaan of kwijtgescholden was.
        return dossier.met_vordering(sleutel, voldaan_op=None, kwijtgescholden_op=None)
    return dossier.met_vordering(sleutel, voldaan_op=vordering.voldaan_op or op)


HANDELINGEN = (Handeling(RegistreerUitspraak, _keur_uitspraak, _uitspraak),)
EVOLUTIES = (
    Evolutie(UitspraakGeregistreerd, _op_uitspraak, Rechtzetbaar(RegistreerUitspraak, rekent=True)),
)
