"""De buitenkant van een dossier: de sleutels van contract §5, zonder één persoonlijke waarde."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from handhaving.dossier.state import Fase
from handhaving.dossier.vordering.opdag import op_dag, saldo_op, status_op
from handhaving.dossier.vordering.saldo import zonder_intrest
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from datetime import date

    from handhaving.dossier.privacy.staat import Privacy
    from handhaving.dossier.state import (
        Besluit,
        Dossier,
        Inbreuk,
        LopendeTermijn,
        Overdracht,
        Schorsing,
        VerjaringStand,
        Vordering,
    )
    from handhaving.recht import Recht

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


def stand(dossier: Dossier, vandaag: date, recht: Recht) -> dict[str, Json]:
    """De stand op een dag. Datums en bedragen als tekst; intrest en openstaand op die dag."""
    uit = zonder_dag(dossier)
    uit["vorderingen"] = {
        s: _op_dag(v, dossier.overdrachten.get(v.overdracht or ""), vandaag, recht)
        for s, v in dossier.vorderingen.items()
    }
    uit.setdefault("betwist", [])
    return uit


def zonder_dag(dossier: Dossier) -> dict[str, Json]:
    """De stand zonder wat van de dag afhangt (status, intrest, openstaand), voor een leesmodel."""
    return {
        "dossierId": str(dossier.dossier_id),
        "versie": dossier.versie,
        "agentschappen": [*sorted(dossier.agentschappen)],
        "regime": dossier.persoon.regime,
        "hoedanigheid": dossier.persoon.hoedanigheid,
        "plichtOntstaanOp": _dag(dossier.persoon.plicht_ontstaan_op),
        "vrijgesteldVanaf": _dag(dossier.persoon.vrijgesteld_vanaf),
        "overledenOp": _dag(dossier.persoon.overleden_op),
        "schuldenregelingOp": _dag(dossier.persoon.schuldenregeling_op),
        "bewindvoerder": dossier.persoon.heeft_bewindvoerder,
        "adresBruikbaar": _adres_bruikbaar(dossier),
        "geslotenOp": _dag(dossier.gesloten_op),
        "samengevoegdIn": None if dossier.samengevoegd_in is None else str(dossier.samengevoegd_in),
        "opgenomen": [*sorted(map(str, dossier.opgenomen))],
        "vertrokken": {s: str(naar) for s, naar in dossier.vertrokken.items()},
        **_privacy(dossier.privacy),
        "uitstellen": {
            s: {"soort": u.soort, "van": _dag(u.van), "tot": _dag(u.tot)}
            for s, u in dossier.uitstellen.items()
            if u.telt
        },
        "deelnames": {
            s: {
                "peildatum": _dag(d.peildatum),
                "gevolgd": d.gevolgd,
                "voorzien": d.voorzien,
                "procent": d.procent,
                "eindcijfer": d.eindcijfer,
            }
            for s, d in dossier.deelnames.items()
        },
        "inbreuken": {s: _inbreuk(i) for s, i in dossier.inbreuken.items()},
        "besluiten": {s: _besluit(b) for s, b in dossier.besluiten.items()},
        "vorderingen": {
            s: _vordering(v, None if o is None else o.staat)
            for s, v in dossier.vorderingen.items()
            for o in (dossier.overdrachten.get(v.overdracht or ""),)
        },
        "overdrachten": {
            s: {"vordering": o.vordering, "status": o.staat, "voorbereidOp": _dag(o.voorbereid_op)}
            for s, o in dossier.overdrachten.items()
        },
        "stukken": {
            s: {
                "soort": k.soort,
                "betreft": k.betreft,
                "kanaal": k.kanaal,
                "verzondenOp": _dag(k.verzonden_op),
                "ontvangenOp": _dag(k.ontvangen_op),
                "onbestelbaarOp": _dag(k.onbestelbaar_op),
                "vervallenOp": _dag(k.vervallen_op),
            }
            for s, k in dossier.stukken.items()
        },
        "taken": {
            s: {
                "soort": t.soort,
                "betreft": t.betreft,
                "sinds": _dag(t.sinds),
                "afgehandeld": t.afgehandeld,
                "stukken": list(t.stukken),
                "voorstel": None
                if t.opdracht is None
                else {"opdracht": t.opdracht, "gegevens": dict(t.gegevens)},
            }
            for s, t in dossier.taken.items()
        },
    }


def _dag(dag: date | None) -> str | None:
    return None if dag is None else dag.isoformat()


def _privacy(privacy: Privacy) -> dict[str, Json]:
    """Wat betwist is, beperkt, verstrekt of gewist; niets waar niets van dat alles gebeurde."""
    voorstel = privacy.voorstel
    if not (privacy.beperkingen or privacy.verstrekkingen or voorstel or privacy.gewist_op):
        return {}
    return {
        "betwist": [*privacy.betwist],
        "beperkingen": {
            g: {"sinds": _dag(b.sinds), "gegevens": [*b.gegevens]}
            for g, b in privacy.beperkingen.items()
        },
        "verstrekkingen": [
            {"ontvanger": v.ontvanger, "doel": v.doel, "op": _dag(v.op)}
            for v in privacy.verstrekkingen
        ],
        "wissing": None
        if voorstel is None
        else {"grond": voorstel.grond, "voorgesteldOp": _dag(voorstel.op)},
        "gewistOp": _dag(privacy.gewist_op),
    }


def _adres_bruikbaar(dossier: Dossier) -> bool:
    return dossier.persoon.adres is not None and not dossier.persoon.adres_onbruikbaar


def _schorsing(schorsing: Schorsing | None) -> Json:
    """Hoe lang de termijn stilstaat, en zijn einde op beide wijzen als het daarbij blijft."""
    if schorsing is None:
        return None
    return {
        "van": _dag(schorsing.van),
        "tot": _dag(schorsing.tot),
        **{
            wijze: {"laatsteDagBurger": _dag(burger), "laatsteDagOverheid": _dag(overheid)}
            for wijze, (burger, overheid) in (
                ("herstart", schorsing.herstart),
                ("hervatting", schorsing.hervatting),
            )
        },
    }


def _termijn(termijn: LopendeTermijn | None, *, verzonden: bool = False) -> Json:
    if termijn is None:
        return {"staat": "nietGestart"} if verzonden else None
    return {
        "van": _dag(termijn.van),
        "laatsteDagBurger": _dag(termijn.laatste_dag_burger),
        "laatsteDagOverheid": _dag(termijn.laatste_dag_overheid),
        "staat": termijn.staat,
        "regel": termijn.regel,
    }


def _inbreuk(inbreuk: Inbreuk) -> Json:
    return {
        "type": inbreuk.type,
        "datumFeit": _dag(inbreuk.datum_feit),
        "vastgesteldOp": _dag(inbreuk.vastgesteld_op),
        "agentschap": inbreuk.agentschap,
        "cursus": inbreuk.cursus,
        "sanctioneringsbevoegdheid": inbreuk.bevoegd,
        "fase": inbreuk.fase.value,
        "inregelstelling": _termijn(
            inbreuk.inregelstelling, verzonden=inbreuk.fase is Fase.IN_GEBREKE
        ),
        "schorsing": _schorsing(inbreuk.schorsing),
        "ingeregeldOp": _dag(inbreuk.ingeregeld_op or inbreuk.te_laat_ingeregeld_op),
        "overgemaaktOp": _dag(inbreuk.overgemaakt_op),
        "verweer": _termijn(inbreuk.verweer, verzonden=inbreuk.fase is Fase.VERWEER),
        "verweerOntvangenOp": _dag(inbreuk.verweer_ontvangen_op),
        "voorstel": None
        if inbreuk.voorstel is None
        else {
            "bedrag": str(inbreuk.voorstel.bedrag),
            "recidivestap": inbreuk.voorstel.recidivestap,
        },
        "besluit": inbreuk.besluit,
        "beslissenVoor": _dag(inbreuk.beslissen_voor),
    }


def _besluit(besluit: Besluit) -> Json:
    beroep = _termijn(besluit.beroepstermijn, verzonden=besluit.staat == "betekend")
    uit: dict[str, Json] = beroep if isinstance(beroep, dict) else {}
    if besluit.beroep is not None:
        uit = {
            **uit,
            "ingesteldOp": _dag(besluit.beroep.ingesteld_op),
            "teLaat": besluit.beroep.te_laat,
            "uitspraak": besluit.beroep.uitspraak,
        }
    return {
        "inbreuk": besluit.inbreuk,
        "bedrag": str(besluit.bedrag),
        "genomenOp": _dag(besluit.genomen_op),
        "staat": besluit.staat,
        "recidivestap": besluit.recidivestap,
        "betekendOp": _dag(besluit.betekend_op),
        "beroep": uit or None,
        "definitiefOp": _dag(besluit.definitief_op),
        "vordering": besluit.vordering,
    }


def _vordering(vordering: Vordering, overdracht_staat: str | None) -> dict[str, Json]:
    verjaring = vordering.verjaring
    kosten, hoofdsom = zonder_intrest(vordering)
    leeg = vordering.afgesloten
    return {
        "besluit": vordering.besluit,
        "hoofdsom": str(vordering.hoofdsom),
        "betaald": str(vordering.betaald),
        "teveel": str(vordering.teveel),
        "terugbetaald": str(vordering.terugbetaald),
        "kwijtgescholden": str(Cent(sum(k.bedrag for k in vordering.kwijtscheldingen))),
        "opschortingen": [
            {"van": _dag(van), "tot": _dag(tot), "redenCode": code}
            for van, tot, code in vordering.opschortingen
        ],
        "saldo": {
            "kosten": "0.00" if leeg else str(kosten),
            "hoofdsom": "0.00" if leeg else str(hoofdsom),
        },
        "ogm": vordering.ogm,
        "betaaltermijn": _termijn(vordering.betaaltermijn, verzonden=True),
        "aanmaningen": [_dag(d) for d in vordering.tellende_aanmaningen],
        "ingebrekestellingOp": _dag(vordering.in_gebreke_sinds),
        "verjaring": None
        if verjaring is None
        else {
            "datum": _dag(verjaring.datum),
            "laatsteVeiligeDag": _dag(verjaring.laatste_veilige_dag),
            **_geschorst(verjaring),
        },
        "termijnen": _aflossingen(vordering),
        "vlabel": None if overdracht_staat is None else {"status": overdracht_staat},
    }


def _geschorst(verjaring: VerjaringStand) -> dict[str, Json]:
    sinds = verjaring.geschorst_sinds
    return {} if sinds is None else {"geschorstSinds": _dag(sinds)}


def _aflossingen(vordering: Vordering) -> list[Json]:
    """De aflossingen van het laatste plan, en hoe het met elk staat."""
    plan = vordering.plan
    if plan is None:
        return []
    onbetaald = plan.onbetaald(vordering.op_plan_betaald)
    einde = "loopt" if vordering.lopend_plan is not None else "vervallen"
    return [
        {
            "nummer": a.nummer,
            "vervaldag": _dag(a.vervaldag),
            "laatsteDagBurger": _dag(a.laatste_dag_burger),
            "bedrag": str(a.bedrag),
            "staat": einde if a in onbetaald else "betaald",
        }
        for a in plan.aflossingen
    ]


def _op_dag(
    vordering: Vordering, overdracht: Overdracht | None, dag: date, recht: Recht
) -> dict[str, Json]:
    """De vordering zoals ze op die dag stond, met de intrest tot dan."""
    open_ = saldo_op(vordering, dag, recht)
    overdracht_staat = None if overdracht is None else overdracht.staat_op(dag)
    uit = _vordering(op_dag(vordering, dag), overdracht_staat) | {
        "status": status_op(vordering, dag, overdracht),
        "openstaand": str(open_.totaal),
        "saldo": {
            "kosten": str(open_.kosten),
            "intrest": str(open_.intrest),
            "hoofdsom": str(open_.hoofdsom),
        },
    }
    if open_.bekend_tot is not None:
        uit["intrestBekendTot"] = _dag(open_.bekend_tot)
    return uit
