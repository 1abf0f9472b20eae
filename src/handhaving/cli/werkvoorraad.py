"""`handhaving werkvoorraad` and `vorderingen`: what to do now, and the claims on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.cli.tijden import DagOfNiets, vandaag
from handhaving.dossier.basis import Rol
from handhaving.dossier.vordering.saldo import STATUSSEN
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from handhaving.running import Vorderingrij, Werkrij

Pagina = Annotated[int, typer.Option("--pagina", min=1, help="Welke bladzijde.")]
PerPagina = Annotated[int, typer.Option("--per-pagina", min=1, max=1000)]


def register(app: typer.Typer) -> None:
    """Add the verbs."""

    @app.command()
    def werkvoorraad(
        rol: Annotated[
            str | None, typer.Option("--rol", help="Alleen voor deze rol, bijvoorbeeld beslisser.")
        ] = None,
        organisatie: Annotated[
            str | None, typer.Option("--organisatie", help="Alleen voor deze dienst: Atlas, ABB …")
        ] = None,
        soort: Annotated[
            str | None,
            typer.Option("--soort", help="Alleen deze soort, zoals teveelBetaald."),
        ] = None,
        tot: DagOfNiets = None,
        op: DagOfNiets = None,
        pagina: Pagina = 1,
        per_pagina: PerPagina = 50,
        json: uitvoer.Json = False,
    ) -> None:
        """Wat nu te doen is, per rol en dienst, het dringendste eerst."""
        _keur("rol", rol, [r.value for r in Rol])
        with open_app(Settings.read()) as draaiend:
            running.catch_up(draaiend)
            dag = op or vandaag(draaiend)
            totaal, rijen = running.werkvoorraad(
                draaiend,
                dag,
                rol=rol,
                organisatie=organisatie,
                soort=soort,
                tot=tot,
                pagina=pagina,
                per_pagina=per_pagina,
            )
        if json:
            uitvoer.druk_json({"op": dag, "totaal": totaal, "werk": rijen})
            return
        toon_werk(rijen, f"Werkvoorraad op {dag}: {_van(rijen, totaal)}")

    @app.command()
    def vorderingen(
        op: DagOfNiets = None,
        status: Annotated[
            str | None,
            typer.Option("--status", help="Alleen met deze status, zoals betaald."),
        ] = None,
        agentschap: Annotated[
            str | None,
            typer.Option("--agentschap", help="Alleen uit een inbreuk van dit agentschap."),
        ] = None,
        pagina: Pagina = 1,
        per_pagina: PerPagina = 50,
        json: uitvoer.Json = False,
    ) -> None:
        """De vorderingen met hun saldo per onderdeel, vandaag of op een andere dag."""
        _keur("status", status, STATUSSEN)
        with open_app(Settings.read()) as draaiend:
            running.catch_up(draaiend)
            nu = vandaag(draaiend)
            dag = op or nu
            totaal, rijen = running.vorderingen(
                draaiend,
                dag,
                nu,
                status=status,
                agentschap=agentschap,
                pagina=pagina,
                per_pagina=per_pagina,
            )
        if json:
            uitvoer.druk_json({"op": dag, "totaal": totaal, "vorderingen": rijen})
            return
        toon_vorderingen(rijen, dag, totaal)


def _keur(wat: str, waarde: str | None, bekend: Collection[str]) -> None:
    if waarde is not None and waarde not in bekend:
        boodschap = f"De {wat} '{waarde}' bestaat niet; wel: {', '.join(bekend)}."
        raise uitvoer.VerkeerdGebruik(boodschap)


def _van(rijen: Sequence[object], totaal: int) -> str:
    return str(totaal) if len(rijen) == totaal else f"{len(rijen)} van {totaal}"


def toon_werk(rijen: Sequence[Werkrij], titel: str) -> None:
    """The work as a person reads it; `*` marks what stands in the way of a decision or the end."""
    uitvoer.druk_tabel(
        ["tegen", "dagen", "", "wie", "wat", "betreft", "dossier", "voorstel"],
        [
            (
                r.deadline,
                r.dagen,
                "*" if r.hindert else "",
                f"{r.rol} {r.organisatie}",
                r.soort,
                r.betreft if r.taak is None else f"{r.betreft} ({r.taak})",
                r.dossier_id,
                r.opdracht,
            )
            for r in rijen
        ],
        titel=titel,
        rechts=["dagen"],
    )
    if any(r.hindert for r in rijen):
        uitvoer.druk("* wacht iets op: zonder deze taak geen besluit en geen einde")


def toon_vorderingen(rijen: Sequence[Vorderingrij], op: date, totaal: int) -> None:
    """The claims as a person reads them."""
    uitvoer.druk_tabel(
        ["vordering", "dossier", "status", "hoofdsom", "betaald", "intrest", "open", "verjaart"],
        [
            (
                r.vordering,
                r.dossier_id,
                r.status,
                str(r.hoofdsom),
                str(r.betaald),
                str(r.intrest_open),
                str(r.openstaand),
                r.verjaart_op,
            )
            for r in rijen
        ],
        titel=f"Vorderingen op {op}: {_van(rijen, totaal)}",
        rechts=["hoofdsom", "betaald", "intrest", "open"],
    )
    tot = {r.intrest_bekend_tot for r in rijen if r.intrest_bekend_tot is not None}
    if tot:
        uitvoer.druk(f"De wettelijke rentevoet is maar bekend tot {min(tot)}: intrest tot die dag.")
