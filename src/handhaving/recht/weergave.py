"""De uitkomsten als JSON: dezelfde namen op de opdrachtregel, in antwoorden en in verslagen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.recht.parameters import decimaal, toon
from handhaving.recht.verjaring import REDENEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.identiteit import Insz
    from handhaving.recht.intrest import Intrest, Jaardeel
    from handhaving.recht.parameters import Parameter, Ruw, Waarde
    from handhaving.recht.stappen import Stap
    from handhaving.recht.termijnen import Termijn
    from handhaving.recht.verjaring import Stuitingsgevolg, Verjaring

Json = dict[str, object]


def grondslagen_json(grondslagen: Iterable[Grondslag]) -> list[Json]:
    """Elke rechtsgrond met zijn status."""
    return [grond.model_dump() for grond in grondslagen]


def stap_json(stap: Stap) -> Json:
    """Eén stap, met alles wat nodig is om hem na te rekenen."""
    uit: Json = {
        "lezing": stap.lezing,
        "daad": stap.daad,
        "van": stap.van.isoformat(),
        "tot": stap.tot.isoformat(),
        "overgeslagen": [{"dag": o.dag.isoformat(), "reden": o.reden} for o in stap.overgeslagen],
        "uitleg": stap.uitleg,
    }
    if stap.eenheid:
        uit |= {"aantal": stap.aantal, "eenheid": stap.eenheid}
    if stap.methode:
        uit["methode"] = stap.methode
    if stap.grondslag is not None:
        uit["grondslag"] = stap.grondslag.model_dump()
    return uit


def termijn_json(termijn: Termijn) -> Json:
    """Een termijn in beide lezingen; `origineel` staat erbij als hij veranderd is."""
    uit: Json = {
        "naam": termijn.naam,
        "nietGestart": False,
        "van": termijn.van.isoformat(),
        "laatsteDagBurger": termijn.laatste_dag_burger.isoformat(),
        "laatsteDagOverheid": termijn.laatste_dag_overheid.isoformat(),
        "regel": termijn.regel,
        "aard": termijn.aard,
        "vermoedeOntvangst": termijn.vermoed,
        "kalender": termijn.kalender,
        "teVerifieren": termijn.te_verifieren,
        "grondslag": grondslagen_json(termijn.grondslag),
        "stappen": [stap_json(stap) for stap in termijn.stappen],
    }
    if termijn.origineel is not None:
        uit["origineel"] = termijn_json(termijn.origineel)
    return uit


def niet_gestart_json(naam: str, uitleg: str) -> Json:
    """Een termijn die nog niet loopt."""
    return {
        "naam": naam,
        "nietGestart": True,
        "laatsteDagBurger": None,
        "laatsteDagOverheid": None,
        "regel": uitleg,
        "grondslag": [],
        "stappen": [],
    }


def gevolg_json(gevolg: Stuitingsgevolg) -> Json:
    """Wat een aangevoerde stuiting deed."""
    uit: Json = {
        "daad": gevolg.stuiting.daad.value,
        "op": gevolg.stuiting.op.isoformat(),
        "werkt": gevolg.werkt,
        "datum": gevolg.datum.isoformat(),
    }
    if gevolg.reden_code is not None:
        uit |= {"redenCode": gevolg.reden_code, "reden": REDENEN[gevolg.reden_code]}
    return uit


def verjaring_json(verjaring: Verjaring) -> Json:
    """Een verjaring met haar waarschuwingen en het gevolg van elke aangevoerde stuiting."""
    sinds = verjaring.geschorst_sinds
    return {
        "van": verjaring.van.isoformat(),
        "datum": verjaring.datum.isoformat(),
        "laatsteVeiligeDag": verjaring.laatste_veilige_dag.isoformat(),
        "geschorstSinds": sinds.isoformat() if sinds else None,
        "waarschuwingen": [
            {"dagen": dagen, "op": op.isoformat()} for dagen, op in verjaring.waarschuwingen
        ],
        "stuitingen": [gevolg_json(gevolg) for gevolg in verjaring.stuitingen],
        "kalender": verjaring.kalender,
        "teVerifieren": verjaring.te_verifieren,
        "grondslag": grondslagen_json(verjaring.grondslag),
        "stappen": [stap_json(stap) for stap in verjaring.stappen],
    }


def jaardeel_json(deel: Jaardeel) -> Json:
    """Interest over een stuk van één jaar; `onafgerond` telt mee in de ene afronding."""
    return {
        "jaar": deel.jaar,
        "van": deel.van.isoformat(),
        "tot": deel.tot.isoformat(),
        "dagen": deel.dagen,
        "hoofdsom": str(deel.hoofdsom),
        "rentevoet": decimaal(deel.voet),
        "onafgerond": deel.onafgerond,
    }


def intrest_json(intrest: Intrest) -> Json:
    """Interest per jaar; `intrestBekendTot` staat er als een rentevoet ontbreekt."""
    uit: Json = {
        "intrest": str(intrest.bedrag),
        "perJaar": [jaardeel_json(deel) for deel in intrest.per_jaar],
        "teVerifieren": intrest.te_verifieren,
        "grondslag": grondslagen_json(intrest.grondslag),
    }
    if intrest.bekend_tot is not None:
        uit["intrestBekendTot"] = intrest.bekend_tot.isoformat()
    return uit


def insz_json(insz: Insz) -> Json:
    """Of een INSZ geldig is, van welke soort, en de geboortedatum als ze bekend is."""
    uit: Json = {"geldig": True, "soort": insz.soort}
    if insz.geboortedatum is not None:
        uit["geboortedatum"] = insz.geboortedatum.isoformat()
    return uit


def waarde_json(parameter: Parameter, waarde: Waarde[Ruw]) -> Json:
    """Een waarde met haar geldigheid, grondslag en status."""
    return {
        "naam": waarde.naam,
        "omschrijving": parameter.omschrijving,
        "waarde": _kaal(waarde.waarde),
        "eenheid": waarde.eenheid,
        "van": waarde.van.isoformat(),
        "totEnMet": waarde.tot_en_met.isoformat() if waarde.tot_en_met else None,
        "status": waarde.grondslag.status,
        "grondslag": {
            **waarde.grondslag.model_dump(),
            "akte": waarde.bron.kort,
            "titel": waarde.bron.titel,
        },
        "nagekekenOp": waarde.nagekeken_op.isoformat(),
        "nota": waarde.nota,
    }


def _kaal(waarde: Ruw) -> object:
    if type(waarde) is int:
        return waarde
    return [_kaal(deel) for deel in waarde] if isinstance(waarde, tuple) else toon(waarde)
