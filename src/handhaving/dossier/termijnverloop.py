"""Wat een termijn onderweg overkomt: hij vervalt, staat stil, of loopt weer.

Een schorsing heeft twee mogelijke gevolgen: wat restte loopt verder (hervatting), of de volle
termijn begint opnieuw (herstart). Beide eindes staan in de gebeurtenis; de wet kiest er een.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import Evolutie, Gebeurtenis, Sleutel, ViaOorzaak, Waarde
from handhaving.dossier.gemeen import (
    TermijnGestart,
    Termijnsoort,
    huidige_termijn,
    lopend,
    met_termijn,
)
from handhaving.dossier.kopie import replace
from handhaving.dossier.state import Fase, Schorsing
from handhaving.recht import Termijn
from handhaving.recht.schorsing import HERSTART, HERVATTING

if TYPE_CHECKING:
    from handhaving.dossier.state import Dossier, LopendeTermijn
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import NaSchorsing, Recht

DAG = timedelta(days=1)


class Einde(Waarde):
    """Het einde van een termijn in beide lezingen."""

    laatste_dag_burger: date
    laatste_dag_overheid: date


class TermijnVervallen(Gebeurtenis):
    """Een termijn verviel, omdat de brief waaruit hij volgt niet aankwam."""

    geldig_veld = "op"
    historiek = (
        "De termijn {soort} van {betreft} is vervallen (hij eindigde op {laatsteDagBurger})."
    )

    soort: Termijnsoort
    betreft: Sleutel
    op: date
    van: date
    laatste_dag_burger: date
    laatste_dag_overheid: date


class _Schorsbaar(TermijnGestart):
    """Een termijn rond een schorsing: `keuze` zegt welk van de twee eindes geldt."""

    soort: Termijnsoort
    betreft: Sleutel
    keuze: Literal["herstart", "hervatting"]
    herstart: Einde
    hervatting: Einde


class TermijnGeschorst(_Schorsbaar):
    """Een termijn staat stil van `van` tot en met `tot`; de eindes gelden als dat zo blijft."""

    historiek = (
        "De termijn {soort} van {betreft} staat stil van {van} tot en met {tot}; "
        "daarna {keuze}, laatste dag {laatsteDagBurger} (strenge lezing {laatsteDagOverheid})."
    )

    tot: date


class TermijnHervat(_Schorsbaar):
    """Een termijn loopt weer; `van` is de eerste dag die weer telt."""

    historiek = (
        "De termijn {soort} van {betreft} loopt weer vanaf {van} ({keuze}): laatste dag "
        "{laatsteDagBurger} (strenge lezing {laatsteDagOverheid})."
    )


def als_termijn(termijn: LopendeTermijn, recht: Recht) -> Termijn:
    """De termijn zoals het recht ermee rekent, naar wat beslist is.

    Het einde vóór verschuiving staat niet in het dossier: is het einde dat van de gewone termijn,
    dan komt het daarvan; is het al aangepast, dan telt in de lezing van de burger het einde zelf.
    """
    nul = termijn.van - DAG
    gewoon = recht.termijn(termijn.soort, ontvangen=nul)
    ruw = termijn.laatste_dag_burger
    if gewoon is not None and gewoon.laatste_dag_burger == termijn.laatste_dag_burger:
        ruw = gewoon.ruw_burger
    return Termijn(
        naam=termijn.soort,
        van=nul,
        laatste_dag_burger=termijn.laatste_dag_burger,
        laatste_dag_overheid=termijn.laatste_dag_overheid,
        regel=termijn.regel,
        kalender=termijn.kalender,
        grondslag=termijn.grondslag,
        stappen=(),
        ruw_burger=ruw,
        ruw_overheid=termijn.laatste_dag_overheid,
        nul_burger=nul,
        nul_overheid=nul,
        aard="vervaltermijn",
    )


def geschorst(termijn: LopendeTermijn, van: date, tot: date, recht: Recht) -> TermijnGeschorst:
    """De termijn staat stil van `van` tot en met `tot`."""
    na = _na(termijn, van, tot, recht)
    return TermijnGeschorst(van=van, tot=tot, **_velden(termijn, na))  # type: ignore[arg-type]


def hervat(termijn: LopendeTermijn, van: date, tot: date, recht: Recht) -> TermijnHervat:
    """De termijn die stilstond van `van` tot en met `tot` loopt weer."""
    na = _na(termijn, van, tot, recht)
    return TermijnHervat(van=tot + DAG, **_velden(termijn, na))  # type: ignore[arg-type]


def nooit_geschorst(termijn: LopendeTermijn) -> TermijnHervat:
    """De schorsing bleek geen dag te duren: de termijn loopt zoals voorheen."""
    einde = Einde(
        laatste_dag_burger=termijn.laatste_dag_burger,
        laatste_dag_overheid=termijn.laatste_dag_overheid,
    )
    return TermijnHervat(
        van=termijn.van,
        laatste_dag_burger=einde.laatste_dag_burger,
        laatste_dag_overheid=einde.laatste_dag_overheid,
        regel=termijn.regel,
        kalender=termijn.kalender,
        soort="inregelstelling",
        betreft=termijn.betreft,
        keuze="hervatting",
        herstart=einde,
        hervatting=einde,
        grondslag=termijn.grondslag,
    )


def _na(termijn: LopendeTermijn, van: date, tot: date, recht: Recht) -> NaSchorsing:
    return recht.na_schorsing(als_termijn(termijn, recht), van=van, tot=tot)


def _velden(termijn: LopendeTermijn, na: NaSchorsing) -> dict[str, object]:
    """De eindes op beide wijzen; een herstart die korter uitvalt dan wat restte, geldt niet."""
    korter = na.gekozen.laatste_dag_burger < na.hervatting.laatste_dag_burger
    gekozen = na.hervatting if korter else na.gekozen
    return {
        "soort": termijn.soort,
        "betreft": termijn.betreft,
        "laatste_dag_burger": gekozen.laatste_dag_burger,
        "laatste_dag_overheid": gekozen.laatste_dag_overheid,
        "regel": gekozen.regel,
        "kalender": gekozen.kalender,
        "keuze": HERSTART if gekozen.regel.endswith(HERSTART) else HERVATTING,
        "herstart": _einde(na.herstart),
        "hervatting": _einde(na.hervatting),
        "grondslag": na.gekozen.grondslag,
    }


def _einde(termijn: Termijn) -> Einde:
    return Einde(
        laatste_dag_burger=termijn.laatste_dag_burger,
        laatste_dag_overheid=termijn.laatste_dag_overheid,
    )


def vervallen(termijn: LopendeTermijn, op: date) -> TermijnVervallen:
    """De termijn verviel op deze dag."""
    return TermijnVervallen(
        soort=termijn.soort,  # type: ignore[arg-type]
        betreft=termijn.betreft,
        op=op,
        van=termijn.van,
        laatste_dag_burger=termijn.laatste_dag_burger,
        laatste_dag_overheid=termijn.laatste_dag_overheid,
    )


def _op_vervallen(dossier: Dossier, feit: TermijnVervallen, _envelop: Envelop) -> Dossier:
    """Een vervallen termijn is er een die nog moet beginnen."""
    oud = huidige_termijn(dossier, feit.soort, feit.betreft)
    match feit.soort:
        case "inregelstelling":
            weg = None if oud is None else replace(oud, staat="vervallen")
            return dossier.met_inbreuk(feit.betreft, inregelstelling=weg, schorsing=None)
        case "verweer":
            return dossier.met_inbreuk(feit.betreft, verweer=None)
        case "beroep":
            return dossier.met_besluit(feit.betreft, beroepstermijn=None)
        case "betaling":
            return dossier.met_vordering(feit.betreft, betaaltermijn=None)


def _op_geschorst(dossier: Dossier, feit: TermijnGeschorst, envelop: Envelop) -> Dossier:
    nieuw = lopend(feit.soort, feit.betreft, feit, envelop)
    inbreuk = dossier.inbreuken.get(feit.betreft)
    if feit.soort != "inregelstelling" or inbreuk is None:
        return met_termijn(dossier, feit.soort, feit.betreft, replace(nieuw, staat="geschorst"))
    schorsing = inbreuk.schorsing
    origineel = schorsing.origineel if schorsing else inbreuk.inregelstelling or nieuw
    nu = inbreuk.fase
    return dossier.met_inbreuk(
        feit.betreft,
        fase=Fase.OPGESCHORT if nu is Fase.IN_GEBREKE else nu,
        inregelstelling=replace(nieuw, van=origineel.van, staat="geschorst"),
        schorsing=Schorsing(
            van=feit.van,
            tot=feit.tot,
            origineel=origineel,
            herstart=(feit.herstart.laatste_dag_burger, feit.herstart.laatste_dag_overheid),
            hervatting=(feit.hervatting.laatste_dag_burger, feit.hervatting.laatste_dag_overheid),
        ),
    )


def _op_hervat(dossier: Dossier, feit: TermijnHervat, envelop: Envelop) -> Dossier:
    dossier = met_termijn(
        dossier, feit.soort, feit.betreft, lopend(feit.soort, feit.betreft, feit, envelop)
    )
    inbreuk = dossier.inbreuken.get(feit.betreft)
    if feit.soort != "inregelstelling" or inbreuk is None:
        return dossier
    nu = inbreuk.fase
    return dossier.met_inbreuk(
        feit.betreft, fase=Fase.IN_GEBREKE if nu is Fase.OPGESCHORT else nu, schorsing=None
    )


EVOLUTIES = (
    Evolutie(TermijnVervallen, _op_vervallen, ViaOorzaak("de brief die niet aankwam")),
    Evolutie(
        TermijnGeschorst,
        _op_geschorst,
        ViaOorzaak(
            "het uitstel dat de termijn schorste",
            opdracht="StelSchorsingVast",
            velden={"inbreuk": "betreft"},
        ),
    ),
    Evolutie(
        TermijnHervat,
        _op_hervat,
        ViaOorzaak(
            "het uitstel dat de termijn schorste",
            opdracht="StelSchorsingVast",
            velden={"inbreuk": "betreft"},
        ),
    ),
)
