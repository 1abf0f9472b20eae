"""Wat meer hoofdstukken delen: brieven, termijnen die erop volgen, en hun gebeurtenissen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import Code, Gebeurtenis, Regel, Sleutel, Waarde
from handhaving.dossier.kopie import replace
from handhaving.dossier.nummers import volgende
from handhaving.dossier.refusals import BewindvoerderNietBetekend, DatumOnmogelijk
from handhaving.dossier.state import LopendeTermijn, Stuk, VerjaringStand
from handhaving.recht import Kanaal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Opdracht, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Door, Envelop
    from handhaving.recht import Recht, Termijn
    from handhaving.recht import Verjaring as Rechtsverjaring

Termijnsoort = Literal["inregelstelling", "verweer", "beroep", "betaling"]
OP_TIJD_NA_BESLUIT = "ingeregeldOpTijdNaBesluit"
"""De vraag, en de code van wat stilligt, als de persoon op tijd in regel bleek na het besluit."""
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
    geschorst_sinds: date | None = None


def dag_van(opdracht: Opdracht, context: Context) -> date:
    """De dag van de handeling: `geldigOp`, of vandaag."""
    return opdracht.geldig_op or context.vandaag


def heeft_deel(dossier: Dossier, door: Door) -> bool:
    """Of wie handelt een deel heeft in het dossier: ABB altijd, een agentschap soms."""
    if door.rol != "dossierbehandelaar" or not dossier.agentschappen:
        return True
    return door.organisatie in dossier.agentschappen


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


def is_aangepast(termijn: LopendeTermijn) -> bool:
    """Of de termijn na zijn begin verlengd is, of geschorst is geweest."""
    return not termijn.regel.endswith(")")


def verstreken(termijn: LopendeTermijn | None) -> LopendeTermijn | None:
    """Dezelfde termijn, verstreken."""
    return None if termijn is None else replace(termijn, staat="verstreken")


def huidige_termijn(dossier: Dossier, soort: Termijnsoort, betreft: str) -> LopendeTermijn | None:
    """De termijn van deze soort zoals hij nu in het dossier staat."""
    inbreuk = dossier.inbreuken.get(betreft)
    besluit = dossier.besluiten.get(betreft)
    vordering = dossier.vorderingen.get(betreft)
    match soort:
        case "inregelstelling":
            return inbreuk.inregelstelling if inbreuk else None
        case "verweer":
            return inbreuk.verweer if inbreuk else None
        case "beroep":
            return besluit.beroepstermijn if besluit else None
        case "betaling":
            return vordering.betaaltermijn if vordering else None


def met_termijn(
    dossier: Dossier, soort: Termijnsoort, betreft: str, termijn: LopendeTermijn
) -> Dossier:
    """Het dossier met deze termijn in de plaats van de vorige."""
    match soort:
        case "inregelstelling":
            return dossier.met_inbreuk(betreft, inregelstelling=termijn)
        case "verweer":
            return dossier.met_inbreuk(betreft, verweer=termijn)
        case "beroep":
            return dossier.met_besluit(betreft, beroepstermijn=termijn)
        case "betaling":
            return dossier.met_vordering(betreft, betaaltermijn=termijn)


def met_brief(dossier: Dossier, soort: str, betreft: str, brief: BriefVerzonden) -> Dossier:
    """Het dossier met deze brief bij de stukken."""
    return dossier.met_stuk(
        Stuk(brief.stuk, soort, betreft, brief.kanaal, brief.verzonden_op, brief.ontvangen_op)
    )


def nieuw_stuk(dossier: Dossier, gekozen: str | None) -> str:
    """De sleutel van een nieuw stuk: gekozen door de beller of de volgende."""
    return gekozen or volgende("S", dossier.stukken, dossier.vertrokken)


def keur_volgorde(
    veld: str, datum: date | None, voorganger: str, datum_voorganger: date | None
) -> Iterator[Weigering]:
    """Wat op iets volgt, kan er niet vóór liggen."""
    if datum is not None and datum_voorganger is not None and datum < datum_voorganger:
        yield DatumOnmogelijk(
            veld=veld, datum=datum, voorganger=voorganger, datum_voorganger=datum_voorganger
        )


def keur_bewindvoerder(
    dossier: Dossier,
    ook_aan_bewindvoerder: bool,  # noqa: FBT001 - een veld van de opdracht
) -> Iterator[Weigering]:
    """Wie een bewindvoerder heeft, krijgt zijn brieven nooit alleen."""
    if dossier.persoon.heeft_bewindvoerder and not ook_aan_bewindvoerder:
        yield BewindvoerderNietBetekend()


def bereken_verjaring(recht: Recht, van: date) -> Verjaring:
    """De verjaring van een boete vanaf deze dag, met de dagen waarop gewaarschuwd wordt."""
    return als_verjaring(recht.verjaring(van))


def als_verjaring(uitkomst: Rechtsverjaring) -> Verjaring:
    """Een berekende verjaring zoals een gebeurtenis ze vastlegt."""
    return Verjaring(
        van=uitkomst.van,
        datum=uitkomst.datum,
        laatste_veilige_dag=uitkomst.laatste_veilige_dag,
        waarschuwingen=tuple(dag for _, dag in uitkomst.waarschuwingen),
        regel=uitkomst.grondslag[0].regel,
        geschorst_sinds=uitkomst.geschorst_sinds,
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
        geschorst_sinds=verjaring.geschorst_sinds,
    )
