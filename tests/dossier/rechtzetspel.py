"""The play of putting right: lives, who may, and what counts of a dossier when two are compared."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from handhaving.dossier.basis import NietRechtzetbaar, Rechtzetbaar, Rol
from handhaving.dossier.correctie.zonder import groepen, manier
from handhaving.dossier.decider import HOOFDSTUKKEN, OPDRACHTEN
from handhaving.eventlog.envelope import Door
from tests.dossier.rechtzettingen import EXTRA
from tests.dossier.test_vouwen import ALLE, leven

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.state import Dossier
    from tests.dossier.spel import Paar, Spel, Uitkomst

EVOLUTIES = {e.gebeurtenis.__name__: e for h in HOOFDSTUKKEN for e in h.evoluties}
LEVENS = [*ALLE, *EXTRA]
GESLOTEN = {
    "DossierIsGesloten",
    "DossierIsSamengevoegd",
    "VerwerkingIsBeperkt",
    "PersoonIsGewist",
}
"""Why nothing at all can be done in a dossier."""
NIET_VERGELEKEN = {"gezet_door", "versie", "overgemaakt_door", "vastgelegd_door", "grondslag"}


@cache
def speel(naam: str) -> Spel:
    return EXTRA[naam]() if naam in EXTRA else leven(naam)


def wie(spel: Spel, paar: Paar) -> Door:
    """Who may put this right: who may give the command it follows from."""
    groep = next(g for g in groepen(spel.paren) if paar in g.paren)
    hoe = manier(groep.hoofd[0])
    alle = OPDRACHTEN["ZetGebeurtenisRecht"].rollen
    rollen = alle
    if isinstance(hoe, Rechtzetbaar):
        rollen = alle & (hoe.rollen or hoe.opdracht.rollen)
    elif isinstance(hoe, NietRechtzetbaar) and hoe.opdracht is not None:
        rollen = alle & hoe.opdracht.rollen or alle
    rol = next(r for r in Rol if r in rollen)
    return Door("rechtzetter-1", rol, "Atlas" if rol is Rol.DOSSIERBEHANDELAAR else "ABB")


def zet_recht(spel: Spel, paar: Paar, **wat: object) -> Uitkomst:
    door = wat.pop("door", None) or wie(spel, paar)
    gegevens = {"gebeurtenisId": str(paar[1].gebeurtenis_id), "reden": "Fictieve reden."}
    return spel.wanneer("ZetGebeurtenisRecht", None, door=door, **gegevens, **wat)


def laatste(spel: Spel, soort: str) -> Paar:
    return [p for p in spel.paren if type(p[0]).__name__ == soort][-1]


def voorbeelden(soort: str) -> Iterator[tuple[str, Spel, Paar]]:
    """Each event of this class in a life."""
    for naam in LEVENS:
        spel = speel(naam)
        for paar in spel.paren:
            if type(paar[0]).__name__ == soort:
                yield naam, spel, paar


def kern(dossier: Dossier) -> dict[str, Any]:
    """What counts of a dossier, without what only the log knows and what no longer counts."""
    alles: dict[str, Any] = _kern(asdict(dossier))
    del alles["taken"], alles["privacy"]["anderen"]
    for wat in ("uitstellen", "stukken"):
        alles[wat] = {s: v for s, v in alles[wat].items() if v["vervallen_op"] is None}
    for inbreuk in alles["inbreuken"].values():
        _zonder_vervallen(inbreuk, "inregelstelling", "verweer")
    for besluit in alles["besluiten"].values():
        _zonder_vervallen(besluit, "beroepstermijn")
    for vordering in alles["vorderingen"].values():
        _zonder_vervallen(vordering, "betaaltermijn")
        for wat in ("opschortingen", "intreststilstand"):
            vordering[wat] = _periodes([tuple(p) for p in vordering[wat]])
        schorsingen = [(s["van"], s["tot"], s["grond"]) for s in vordering["schorsingen"]]
        vordering["schorsingen"] = _periodes(schorsingen)
        vordering["betalingen"] = [b for b in vordering["betalingen"] if not b["gestorneerd_op"]]
        for plan in vordering["plannen"]:
            del plan["vanaf_betaling"]
        if vordering["verjaring"]:
            del vordering["verjaring"]["waarschuwingen"]
    for overdracht in alles["overdrachten"].values():
        del overdracht["verloop"], overdracht["referentie"]
    return alles


def _kern(waarde: object) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(waarde, dict):
        return {k: _kern(w) for k, w in waarde.items() if k not in NIET_VERGELEKEN}
    return [_kern(w) for w in waarde] if isinstance(waarde, tuple | list) else waarde


def _zonder_vervallen(zaak: dict[str, Any], *termijnen: str) -> None:
    for naam in termijnen:
        if zaak[naam] is not None and zaak[naam]["staat"] == "vervallen":
            zaak[naam] = None


def _periodes(periodes: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Periods without those that last no day, and with what follows on joined."""
    uit: list[tuple[Any, ...]] = []
    for van, tot, code in sorted(periodes, key=lambda p: (p[2], p[0])):
        if tot == van:
            continue
        if uit and uit[-1][1:] == (van, code):
            uit[-1] = (uit[-1][0], tot, code)
        else:
            uit.append((van, tot, code))
    return uit
