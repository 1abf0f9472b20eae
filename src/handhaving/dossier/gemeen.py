"""Wat meer hoofdstukken delen: brieven, termijnen die erop volgen, en hun gebeurtenissen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import Code, Gebeurtenis, Regel, Sleutel, Waarde
from handhaving.dossier.refusals import BewindvoerderNietBetekend
from handhaving.dossier.state import LopendeTermijn, Stuk, VerjaringStand, volgende
from handhaving.recht import Kanaal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Opdracht, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht, Termijn

Termijnsoort = Literal["inregelstelling", "verweer", "beroep", "betaling"]
MET_BEWIJS = frozenset(
    {Kanaal.AANGETEKEND_MET_ONTVANGSTBEWIJS, Kanaal.AFGIFTE, Kanaal.DEURWAARDER, Kanaal.EBOX}
)
"""Kanalen die de ontvangst bewijzen; alleen die mogen uitnodigen tot verweer."""


class BriefVerzonden(Gebeurtenis):
    """Een brief die vertrok; wat erop volgt staat in de gebeurtenis die na hem komt."""

    geldig_veld = "verzonden_op"

    stuk: Sleutel
    kanaal: Kanaal
    verzonden_op: date
    ontvangen_op: date | None = None
    ook_aan_bewindvoerder: bool = False


class TermijnGestart(Gebeurtenis):
    """Een termijn die begon. Wat toen gold staat erin: beide lezingen, de regel en de kalender."""

    geldig_veld = "van"

    van: date
    laatste_dag_burger: date
    laatste_dag_overheid: date
    regel: Regel
    kalender: Code


class TermijnVerplaatst(TermijnGestart):
    """Een termijn kreeg een ander einde, omdat de ontvangst anders bleek."""

    historiek = (
        "De termijn {soort} van {betreft} is verplaatst: laatste dag {laatsteDagBurger} "
        "(strenge lezing {laatsteDagOverheid})."
    )

    soort: Termijnsoort
    betreft: Sleutel


class VerstrijkenOngedaanGemaakt(Gebeurtenis):
    """Een vastgesteld verstrijken bleek onjuist; het blijft in het logboek staan."""

    geldig_veld = "op"
    historiek = "Het verstrijken van de termijn {soort} van {betreft} is ongedaan gemaakt."

    soort: Termijnsoort
    betreft: Sleutel
    op: date


class Verjaring(Waarde):
    """De verjaring zoals ze bij dit feit werd berekend."""

    van: date
    datum: date
    laatste_veilige_dag: date
    waarschuwingen: tuple[date, ...] = ()
    regel: Code


def dag_van(opdracht: Opdracht, context: Context) -> date:
    """De dag van de handeling: `geldigOp`, of vandaag."""
    return opdracht.geldig_op or context.vandaag


def termijnvelden(termijn: Termijn) -> dict[str, object]:
    """Wat een berekende termijn aan zijn gebeurtenis meegeeft; `van` is de eerste dag die telt."""
    return {
        "van": termijn.van + timedelta(days=1),
        "laatste_dag_burger": termijn.laatste_dag_burger,
        "laatste_dag_overheid": termijn.laatste_dag_overheid,
        "regel": termijn.regel,
        "kalender": termijn.kalender,
        "grondslag": termijn.grondslag,
    }


def bereken(
    recht: Recht, naam: str, stuk: Stuk | BriefVerzonden, ontvangen_op: date | None = None
) -> Termijn | None:
    """De termijn die uit een brief volgt; None zolang hij niet begonnen is.

    Een brief met ontvangstbewijs start pas bij ontvangst; zonder bewijs telt de vermoede dag.
    """
    return recht.termijn(
        naam,
        ontvangen=ontvangen_op or stuk.ontvangen_op,
        verzonden=stuk.verzonden_op,
        kanaal=Kanaal(stuk.kanaal),
    )


def lopend(
    soort: str, betreft: str, gebeurtenis: TermijnGestart, envelop: Envelop
) -> LopendeTermijn:
    """De termijn zoals de toestand hem bewaart."""
    return LopendeTermijn(
        soort=soort,
        betreft=betreft,
        van=gebeurtenis.van,
        laatste_dag_burger=gebeurtenis.laatste_dag_burger,
        laatste_dag_overheid=gebeurtenis.laatste_dag_overheid,
        regel=gebeurtenis.regel,
        kalender=gebeurtenis.kalender,
        gezet_door=envelop.gebeurtenis_id,
        grondslag=gebeurtenis.grondslag,
    )


def verstreken(termijn: LopendeTermijn | None) -> LopendeTermijn | None:
    """Dezelfde termijn, verstreken."""
    return None if termijn is None else replace(termijn, staat="verstreken")


def met_brief(dossier: Dossier, soort: str, betreft: str, brief: BriefVerzonden) -> Dossier:
    """Het dossier met deze brief bij de stukken."""
    return dossier.met_stuk(
        Stuk(brief.stuk, soort, betreft, brief.kanaal, brief.verzonden_op, brief.ontvangen_op)
    )


def nieuw_stuk(dossier: Dossier, gekozen: str | None) -> str:
    """De sleutel van een nieuw stuk: gekozen door de beller of de volgende."""
    return gekozen or volgende("S", dossier.stukken)


def keur_bewindvoerder(
    dossier: Dossier,
    ook_aan_bewindvoerder: bool,  # noqa: FBT001 - een veld van de opdracht
) -> Iterator[Weigering]:
    """Wie een bewindvoerder heeft, krijgt zijn brieven nooit alleen."""
    if dossier.persoon.heeft_bewindvoerder and not ook_aan_bewindvoerder:
        yield BewindvoerderNietBetekend()


def bereken_verjaring(recht: Recht, van: date) -> Verjaring:
    """De verjaring van een boete vanaf deze dag, met de dagen waarop gewaarschuwd wordt."""
    uitkomst = recht.verjaring(van)
    return Verjaring(
        van=van,
        datum=uitkomst.datum,
        laatste_veilige_dag=uitkomst.laatste_veilige_dag,
        waarschuwingen=tuple(dag for _, dag in uitkomst.waarschuwingen),
        regel=uitkomst.grondslag[0].regel,
    )


def stand_verjaring(verjaring: Verjaring, envelop: Envelop) -> VerjaringStand:
    """De verjaring zoals de toestand ze bewaart."""
    return VerjaringStand(
        van=verjaring.van,
        datum=verjaring.datum,
        laatste_veilige_dag=verjaring.laatste_veilige_dag,
        waarschuwingen=verjaring.waarschuwingen,
        regel=verjaring.regel,
        gezet_door=envelop.gebeurtenis_id,
    )
