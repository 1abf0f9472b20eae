"""Wat er in een dossier te doen is: de volgende handeling van elke zaak, en wat op iemand wacht.

Alleen de toestand beslist, zonder klok en zonder recht: `vanaf` zegt vanaf welke dag iets te doen
is, `streefdatum` tegen wanneer, `uiterlijk` de laatste dag waarop het nog veilig kan. Wie leest,
kiest de dag; welke brief aan de beurt is, zegt `verfijn` met het recht van die dag.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.navraag import VRAAGSOORTEN
from handhaving.dossier.state import Fase
from handhaving.dossier.vordering.gemeen import lopende_overdracht

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handhaving.dossier.state import Dossier, Inbreuk, LopendeTermijn, Taak, Vordering
    from handhaving.recht import Recht

DAG: Final = timedelta(days=1)
ABB: Final = "ABB"
MAAN_AAN: Final = "aanmaning"
BOVENAAN: Final = (
    Rol.BESLISSER,
    Rol.BOEKHOUDER,
    Rol.INVORDERING,
    Rol.HANDHAVINGSAMBTENAAR,
    Rol.DOSSIERBEHANDELAAR,
)
"""Wie kiest als een voorstel door meer rollen kan: wie het dichtst bij het besluit staat."""


@dataclass(frozen=True, slots=True)
class Werk:
    """Eén ding om te doen: wat, waarover, door wie, en tegen wanneer.

    `taak` is de sleutel van de taak, None als het uit de fase volgt. `hindert` zegt of een besluit
    of het einde van het dossier erop wacht.
    """

    soort: str
    betreft: str
    rol: Rol
    organisatie: str
    vanaf: date
    opdracht: str | None
    gegevens: Mapping[str, str] = field(default_factory=dict)
    streefdatum: date | None = None
    uiterlijk: date | None = None
    taak: str | None = None
    hindert: bool = False


def werk(dossier: Dossier) -> tuple[Werk, ...]:
    """Alles wat in dit dossier te doen is, of te doen wordt als niemand iets doet."""
    taken = [_van_taak(t, dossier) for t in dossier.taken.values() if t.afgehandeld is None]
    if dossier.samengevoegd_in is not None:
        return ()
    if dossier.gesloten_op is not None:
        return tuple(taken)
    gevraagd = {(w.opdracht, w.betreft) for w in taken}
    uit_fase = [
        *(w for i in dossier.inbreuken.values() for w in _van_inbreuk(i, dossier)),
        *(w for v in dossier.vorderingen.values() for w in _van_vordering(v, dossier)),
    ]
    return (*taken, *(w for w in uit_fase if (w.opdracht, w.betreft) not in gevraagd))


# ---- de inbreuk --------------------------------------------------------------------------------


def _stap(
    inbreuk: Inbreuk,
    opdracht: str,
    vanaf: date,
    *,
    streefdatum: date | None = None,
    **gegevens: str,
) -> Werk:
    rol = _rol(opdracht, inbreuk)
    return Werk(
        soort=opdracht[0].lower() + opdracht[1:],
        betreft=inbreuk.sleutel,
        rol=rol,
        organisatie=inbreuk.agentschap if rol is Rol.DOSSIERBEHANDELAAR else ABB,
        vanaf=vanaf,
        opdracht=opdracht,
        gegevens=gegevens or {"inbreuk": inbreuk.sleutel},
        streefdatum=streefdatum,
        uiterlijk=inbreuk.beslissen_voor,
    )


def _rol(opdracht: str, inbreuk: Inbreuk | None = None) -> Rol:
    """Wie dit doet: het agentschap tot de overmaking, daarna ABB; een beslisser beslist alleen."""
    rollen = OPDRACHTEN[opdracht].rollen
    bij_agentschap = inbreuk is not None and inbreuk.overgemaakt_op is None
    if bij_agentschap and Rol.DOSSIERBEHANDELAAR in rollen:
        return Rol.DOSSIERBEHANDELAAR
    if Rol.HANDHAVINGSAMBTENAAR in rollen and Rol.BESLISSER in rollen:
        return Rol.HANDHAVINGSAMBTENAAR
    return next(rol for rol in BOVENAAN if rol in rollen)


def _na(termijn: LopendeTermijn) -> date:
    return termijn.laatste_dag_burger + DAG


def _van_inbreuk(inbreuk: Inbreuk, dossier: Dossier) -> Iterator[Werk]:
    match inbreuk.fase:
        case Fase.VASTGESTELD | Fase.ADRESONDERZOEK:
            if not dossier.persoon.adres_onbruikbaar:
                yield _stap(inbreuk, "VerzendIngebrekestelling", inbreuk.vastgesteld_op)
        case Fase.IN_GEBREKE:
            if inbreuk.inregelstelling is None:
                yield from _bewijs(inbreuk, "ingebrekestelling", inbreuk.sleutel, dossier)
        case Fase.TERMIJN_VERSTREKEN:
            termijn = inbreuk.inregelstelling
            vanaf = inbreuk.vastgesteld_op if termijn is None else _na(termijn)
            yield _stap(inbreuk, "MaakOverAanABB", vanaf)
        case Fase.OVERGEMAAKT:
            vanaf = inbreuk.overgemaakt_op or inbreuk.vastgesteld_op
            yield _stap(inbreuk, "NodigUitTotVerweer", vanaf, streefdatum=inbreuk.uitnodigen_voor)
        case Fase.VERWEER | Fase.VOORGESTELD:
            yield from _te_beslissen(inbreuk, dossier)
        case Fase.BESLIST | Fase.BETEKEND:
            yield from _te_betekenen(inbreuk, dossier)
        case _:
            return


def _te_beslissen(inbreuk: Inbreuk, dossier: Dossier) -> Iterator[Werk]:
    """Wie verweer voerde, laat de termijn niet meer afwachten."""
    if inbreuk.verweer_ontvangen_op is not None:
        vanaf = inbreuk.verweer_ontvangen_op
    elif inbreuk.verweer is not None:
        vanaf = _na(inbreuk.verweer)
    else:
        yield from _bewijs(inbreuk, "uitnodiging", inbreuk.sleutel, dossier)
        return
    voorgesteld = inbreuk.fase is Fase.VOORGESTELD
    yield _stap(inbreuk, "NeemBoetebesluit" if voorgesteld else "StelBoeteVoor", vanaf)


def _te_betekenen(inbreuk: Inbreuk, dossier: Dossier) -> Iterator[Werk]:
    besluit = dossier.besluiten.get(inbreuk.besluit or "")
    if besluit is None:
        return
    if inbreuk.fase is Fase.BESLIST:
        if not dossier.persoon.adres_onbruikbaar:
            yield _stap(inbreuk, "BetekenBoetebesluit", besluit.genomen_op, besluit=besluit.sleutel)
    elif besluit.beroepstermijn is None:
        # Wie beroep instelde, werd bereikt, ook al kwam de brief terug: alleen de dag ontbreekt.
        bereikt = besluit.beroep is not None
        yield from _bewijs(inbreuk, "besluit", besluit.sleutel, dossier, bereikt=bereikt)


def _bewijs(
    inbreuk: Inbreuk, soort: str, betreft: str, dossier: Dossier, *, bereikt: bool = False
) -> Iterator[Werk]:
    """Een brief met bewijs waarvan het bewijs er nog niet is: zijn termijn loopt niet."""
    stuk = dossier.laatste_brief(soort, betreft)
    if stuk is not None and (stuk.onbestelbaar_op is None or bereikt):
        yield _stap(inbreuk, "RegistreerOntvangst", stuk.verzonden_op, stuk=stuk.sleutel)


# ---- de vordering ------------------------------------------------------------------------------


def _te_doen(vordering: Vordering, opdracht: str, vanaf: date, **gegevens: str) -> Werk:
    return Werk(
        soort=opdracht[0].lower() + opdracht[1:],
        betreft=vordering.sleutel,
        rol=_rol(opdracht),
        organisatie=ABB,
        vanaf=vanaf,
        opdracht=opdracht,
        gegevens={"vordering": vordering.sleutel} | gegevens,
        uiterlijk=_veilig(vordering),
    )


def _veilig(vordering: Vordering | None) -> date | None:
    if vordering is None or vordering.verjaring is None or not vordering.leeft:
        return None
    return vordering.verjaring.laatste_veilige_dag


def _van_vordering(vordering: Vordering, dossier: Dossier) -> Iterator[Werk]:
    if not vordering.leeft or vordering.oninbaar_op is not None:
        return
    overdracht = lopende_overdracht(dossier, vordering.sleutel)
    if overdracht is not None:
        stap = {
            "voorbereid": "MarkeerVlabelOverdrachtVerzonden",
            "verzonden": "BevestigVlabelOverdracht",
        }.get(overdracht.staat)
        if stap is not None:
            sinds = overdracht.verloop[-1][0] if overdracht.verloop else overdracht.voorbereid_op
            ding = _te_doen(vordering, stap, sinds)
            yield replace(ding, gegevens={"overdracht": overdracht.sleutel})
        return
    stil = any(tot is None for _, tot, _ in vordering.opschortingen)
    besluit = dossier.besluiten.get(vordering.besluit)
    in_beroep = besluit is not None and besluit.beroep is not None and besluit.beroep.hangende
    if stil or in_beroep or vordering.lopend_plan is not None:
        return
    yield from _brieven(vordering)


def _brieven(vordering: Vordering) -> Iterator[Werk]:
    """Eerst het betaalverzoek; na de vervaldag aanmaningen en de ingebrekestelling."""
    if not vordering.betaalverzoeken and not vordering.tellende_aanmaningen:
        yield _te_doen(vordering, "VerzendBetaalverzoek", vordering.geboekt_op)
    termijn = vordering.betaaltermijn
    if termijn is None or vordering.in_gebreke_sinds is not None:
        return
    aantal = len(vordering.tellende_aanmaningen)
    vanaf = vordering.tellende_aanmaningen[-1] + DAG if aantal else _na(termijn)
    ding = _te_doen(vordering, "VerzendAanmaning", vanaf)
    yield replace(ding, soort=f"{MAAN_AAN}-{aantal + 1}")


def respijt(recht: Recht, dag: date) -> dict[str, int]:
    """Hoeveel dagen na de vervaldag of de vorige brief elke aanmaning vertrekt, naar haar soort.

    De laatste is de ingebrekestelling, die volgt als er genoeg gemaand is.
    """
    nodig = recht.getal("aanmaning.minimum", dag).waarde
    namen = ["aanmaning.eerste", *["aanmaning.tweede"] * (nodig - 1), "aanmaning.ingebrekestelling"]
    return {
        f"{MAAN_AAN}-{n}": recht.getal(naam, dag).waarde for n, naam in enumerate(namen, start=1)
    }


def verfijn(ding: Werk, recht: Recht, dag: date) -> Werk:
    """Een aanmaning met haar streefdatum, of de ingebrekestelling als er genoeg gemaand is."""
    if not ding.soort.startswith(f"{MAAN_AAN}-"):
        return ding
    dagen = respijt(recht, dag)
    *_, laatste = dagen
    genoeg = ding.soort == laatste or ding.soort not in dagen
    return replace(
        ding,
        opdracht="StelInGebrekeTotBetaling" if genoeg else "VerzendAanmaning",
        streefdatum=ding.vanaf + timedelta(days=dagen.get(ding.soort, dagen[laatste]) - 1),
    )


# ---- wat op iemand wacht -----------------------------------------------------------------------


def _van_taak(taak: Taak, dossier: Dossier) -> Werk:
    soort = VRAAGSOORTEN.get(taak.soort)
    inbreuk = dossier.inbreuken.get(_inbreuk_van(taak.betreft, dossier) or "")
    vordering = _vordering_van(taak.betreft, dossier)
    rol = soort.rol if soort is not None else _rol_van_taak(taak, inbreuk, vordering)
    agentschap = inbreuk.agentschap if inbreuk is not None else dossier.persoon.agentschap
    return Werk(
        soort=taak.soort,
        betreft=taak.betreft,
        rol=rol,
        organisatie=(agentschap or ABB) if rol is Rol.DOSSIERBEHANDELAAR else ABB,
        vanaf=taak.sinds,
        opdracht=taak.opdracht,
        gegevens=taak.gegevens,
        uiterlijk=_veilig(vordering) or (None if inbreuk is None else inbreuk.beslissen_voor),
        taak=taak.sleutel,
        hindert=taak.hindert,
    )


def _inbreuk_van(betreft: str, dossier: Dossier) -> str | None:
    besluit = dossier.besluiten.get(betreft)
    return betreft if besluit is None else besluit.inbreuk


def _vordering_van(betreft: str, dossier: Dossier) -> Vordering | None:
    overdracht = dossier.overdrachten.get(betreft)
    return dossier.vorderingen.get(betreft if overdracht is None else overdracht.vordering)


def _rol_van_taak(taak: Taak, inbreuk: Inbreuk | None, vordering: Vordering | None) -> Rol:
    """Wie het voorstel mag doen; is dat iedereen, dan wie de zaak in handen heeft."""
    if taak.opdracht is not None and taak.opdracht != "HandelTaakAf":
        return _rol(taak.opdracht, inbreuk)
    if vordering is not None:
        return Rol.INVORDERING
    bij_agentschap = inbreuk is None or inbreuk.overgemaakt_op is None
    return Rol.DOSSIERBEHANDELAAR if bij_agentschap else Rol.HANDHAVINGSAMBTENAAR
