"""Wat VLABEL na de overdracht meldt, en wat daaruit volgt. De bevroren gegevens wijzigen nooit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    RedenCode,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.refusals import BetalingVoorBesluit, FaseLaatDitNietToe
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.verjaring.stuiting import stuit
from handhaving.dossier.vordering.bankreferentie import geboekt, keur_bankreferentie, opnieuw
from handhaving.dossier.vordering.betaling import ontvang
from handhaving.dossier.vordering.gemeen import Bedrag
from handhaving.dossier.vordering.oninbaar import OninbaarVerklaard
from handhaving.dossier.vordering.opschorting import opschorting
from handhaving.dossier.vordering.staat import Stuitingsfeit
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Berichtsoort: TypeAlias = Literal[
    "betaling", "dwangbevel", "oninbaar", "opgeschort", "stopgezet", "terug"
]
EINDE = frozenset({"oninbaar", "stopgezet", "terug"})
"""Na deze berichten int VLABEL niet meer: de vordering is terug bij ABB."""
VLABEL = "vlabel"


class VlabelBerichtGeregistreerd(Gebeurtenis):
    """VLABEL meldde iets over een overdracht."""

    geldig_veld = "op"
    historiek = "VLABEL meldde over overdracht {overdracht} op {op}: {soort}."

    overdracht: Sleutel
    soort: Berichtsoort
    op: date
    bedrag: Cent | None = None
    reden_code: Code | None = None
    reden: Gevoelig | None = None


class RegistreerVlabelBericht(Opdracht):
    """Registreer een bericht van VLABEL; een betaling draagt haar bedrag."""

    pad = "/v1/dossiers/{dossierId}/vlabelOverdrachten/{overdracht}/berichten"
    voorbeeld = {"overdracht": "O1", "soort": "betaling", "bedrag": "100.00", "op": "2025-03-11"}
    rollen = frozenset({Rol.INVORDERING})
    verleden = ("op",)

    overdracht: Sleutel
    soort: Berichtsoort
    op: date
    bedrag: Bedrag | None = None
    bankreferentie: Code | None = None
    reden_code: RedenCode | None = None
    reden: Tekst | None = None

    @model_validator(mode="after")
    def _bedrag_bij_betaling(self) -> Self:
        if (self.soort == "betaling") != (self.bedrag is not None):
            soort = "bedrag"
            raise PydanticCustomError(soort, "een bedrag hoort bij een betaling, en alleen daar")
        return self


def _referentie(opdracht: RegistreerVlabelBericht, context: Context) -> str:
    """De bankreferentie, of die van dit bericht: twee berichten zijn twee betalingen."""
    return opdracht.bankreferentie or f"VLABEL:{context.opdracht_id}"


def _keur(
    opdracht: RegistreerVlabelBericht, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    overdracht = dossier.overdrachten[opdracht.overdracht]
    kan = ["bevestigd", "verzonden", "voorbereid"]
    if opdracht.soort == "betaling":
        kan = ["afgesloten", *kan, "teruggeroepen"]
    if overdracht.staat not in kan:
        yield FaseLaatDitNietToe(
            betreft=overdracht.sleutel,
            fase=overdracht.staat,
            opdracht="RegistreerVlabelBericht",
            toegelaten=kan,
        )
    vordering = dossier.vorderingen[overdracht.vordering]
    if opdracht.bedrag is not None:
        referentie = _referentie(opdracht, context)
        yield from keur_bankreferentie(referentie, vordering.sleutel, dossier, context)
        besluit = dossier.besluiten[vordering.besluit]
        if opdracht.op < besluit.genomen_op:
            yield BetalingVoorBesluit(valutadatum=opdracht.op, genomen_op=besluit.genomen_op)


def _registreer(
    opdracht: RegistreerVlabelBericht, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    if opdracht.bedrag is not None:
        referentie = _referentie(opdracht, context)
        if al_op := geboekt(dossier, referentie):
            return opnieuw(
                dossier,
                al_op,
                (opdracht.bedrag, opdracht.op),
                dag_van(opdracht, context),
                (
                    "RegistreerVlabelBericht",
                    {
                        "overdracht": opdracht.overdracht,
                        "soort": opdracht.soort,
                        "op": opdracht.op.isoformat(),
                        "bedrag": str(opdracht.bedrag),
                        "bankreferentie": referentie,
                    },
                ),
            )
    bericht = VlabelBerichtGeregistreerd(
        overdracht=opdracht.overdracht,
        soort=opdracht.soort,
        op=opdracht.op,
        bedrag=opdracht.bedrag,
        reden_code=opdracht.reden_code,
        reden=opdracht.reden,
    )
    return (bericht, *_gevolg(opdracht, dossier, recht, context))


def _gevolg(
    opdracht: RegistreerVlabelBericht, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Gebeurtenis]:
    """Wat het bericht voor de vordering betekent; bij teruggave is de vordering weer bij ABB."""
    vordering = dossier.vorderingen[dossier.overdrachten[opdracht.overdracht].vordering]
    if opdracht.bedrag is not None:
        referentie = _referentie(opdracht, context)
        yield from ontvang(
            vordering,
            opdracht.bedrag,
            opdracht.op,
            referentie,
            recht,
            overdracht=opdracht.overdracht,
        )
    elif not vordering.leeft:
        return
    elif opdracht.soort == "dwangbevel":
        daad = Stuitingsfeit("dwangbevel", opdracht.op, schuldenaar_in_belgie=True)
        if daad not in vordering.stuitingen:
            yield stuit(vordering, daad, recht)
    elif opdracht.soort == "oninbaar" and vordering.oninbaar_op is None:
        yield OninbaarVerklaard(
            vordering=vordering.sleutel,
            op=opdracht.op,
            reden_code=VLABEL,
            reden=opdracht.reden,
        )
    elif opdracht.soort == "opgeschort" and vordering.opgeschort_op(opdracht.op) is None:
        yield opschorting(vordering.sleutel, opdracht.op, VLABEL, recht, opdracht.reden)


def _op_bericht(dossier: Dossier, feit: VlabelBerichtGeregistreerd, _envelop: Envelop) -> Dossier:
    if feit.soort not in EINDE:
        return dossier
    return dossier.met_overdracht(feit.overdracht, "afgesloten", feit.op)


HANDELINGEN = (Handeling(RegistreerVlabelBericht, _keur, _registreer),)
EVOLUTIES = (
    Evolutie(
        VlabelBerichtGeregistreerd, _op_bericht, Rechtzetbaar(RegistreerVlabelBericht, rekent=True)
    ),
)
