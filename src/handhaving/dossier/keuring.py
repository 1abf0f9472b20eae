"""Wat voor elke opdracht geldt, en in welke volgorde weigeringen antwoorden."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pydantic.alias_generators import to_camel

from handhaving.dossier.basis import ACTOR, Rol, Soort
from handhaving.dossier.gemeen import heeft_deel, keur_volgorde
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.levensloop.weigeringen import DossierIsGesloten
from handhaving.dossier.mogelijk import mogelijk
from handhaving.dossier.privacy import beperking
from handhaving.dossier.refusals import (
    DatumInDeToekomst,
    FaseLaatDitNietToe,
    GeenBevoegdheid,
    InbreukVanAnderAgentschap,
    OnbekendBesluit,
    OnbekendDossier,
    OnbekendeInbreuk,
    OnbekendeOverdracht,
    OnbekendeVordering,
    OngeldigeGegevens,
    RechtswaardeOntbreekt,
    SleutelReedsGebruikt,
    StukOnbekend,
    VaststellenKanHierNiet,
)
from handhaving.dossier.state import Dossier
from handhaving.dossier.toewijzing.weigeringen import DossierIsSamengevoegd
from handhaving.dossier.verzwegen import GeboorteInDeToekomst, ZelfdeFeitElders
from handhaving.recht import RechtOntbreekt
from handhaving.recht.tellen import dag_in_brussel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from handhaving.dossier.basis import Context, Gebeurtenis, Handeling, Opdracht, Weigering
    from handhaving.eventlog.envelope import Door
    from handhaving.recht import Recht

_ACTOR = re.compile(ACTOR, re.ASCII)
EERSTE_DAG: Final = date(1900, 1, 1)
VOORUIT: Final = 25
"""De jaren waarin een dag in een opdracht kan liggen. Geen rechtsregel: wat erbuiten valt, is een
verschrijving (0001, 9999), en rekent niet mee."""


def weigeringen(
    handeling: Handeling[Any],
    opdracht: Opdracht,
    dossier: Dossier,
    recht: Recht,
    context: Context,
) -> list[Weigering]:
    """Alles waarom deze opdracht op deze stand geweigerd wordt; leeg als ze kan."""
    gevonden: list[Weigering] = list(keur_dagen(opdracht, context.vandaag))
    if gevonden:
        return gevonden
    gevonden += _keur_algemeen(opdracht, dossier, context)
    if not any(w.soort is Soort.BESTAAN or isinstance(w, DossierIsSamengevoegd) for w in gevonden):
        try:
            gevonden += handeling.keur(opdracht, dossier, recht, context)
        except RechtOntbreekt as fout:
            gevonden.append(RechtswaardeOntbreekt(gat=str(fout)))
    return gevonden


def beslis_met(
    handelingen: Mapping[type[Opdracht], Handeling[Any]],
    opdracht: Opdracht,
    dossier: Dossier,
    recht: Recht,
    context: Context,
) -> tuple[Gebeurtenis, ...]:
    """De gebeurtenissen die uit de opdracht volgen. Weigert met `Weigering`, met niets anders."""
    handeling = handelingen[type(opdracht)]
    if gevonden := weigeringen(handeling, opdracht, dossier, recht, context):
        if isinstance(opdracht, StelInbreukVast) and not heeft_deel(dossier, context.door):
            raise _voor_buitenstaander(gevonden, handeling, opdracht, recht, context)
        antwoord = _eerste(gevonden, recht)
        if not any(isinstance(w, OnbekendDossier) for w in gevonden):
            # Wie geen deel in het dossier heeft, verneemt ook niet wat er kan.
            keur = partial(_keur_met, handelingen, dossier, recht, context)
            kan = mogelijk(handelingen, opdracht, dossier, context.vandaag, keur)
            antwoord.mogelijk = _wat_kan(antwoord, opdracht, kan)
        raise antwoord
    try:
        return tuple(handeling.besluit(opdracht, dossier, recht, context))
    except RechtOntbreekt as fout:
        raise RechtswaardeOntbreekt(gat=str(fout)) from fout


def _keur_met(
    handelingen: Mapping[type[Opdracht], Handeling[Any]],
    dossier: Dossier,
    recht: Recht,
    context: Context,
    opdracht: Opdracht,
) -> list[Weigering]:
    return weigeringen(handelingen[type(opdracht)], opdracht, dossier, recht, context)


def _eerste(gevonden: Sequence[Weigering], recht: Recht) -> Weigering:
    """De weigering die antwoordt; de andere staan erbij."""
    op_rij = sorted(gevonden, key=lambda w: w.soort)
    antwoord = op_rij[0]
    antwoord.eigen_grondslag = antwoord.eigen_grondslag or recht.grondslag_van(antwoord.code)
    andere = dict.fromkeys(w.code for w in op_rij[1:] if w.code != antwoord.code)
    antwoord.ook_geweigerd = tuple(andere)
    return antwoord


def _wat_kan(antwoord: Weigering, opdracht: Opdracht, kan: Iterable[str]) -> tuple[str, ...]:
    """De uitweg eerst; dezelfde opdracht nog eens helpt alleen als het aan een veld lag."""
    alle = dict.fromkeys((*antwoord.uitweg, *kan))
    if antwoord.soort is not Soort.VELD:
        alle.pop(type(opdracht).__name__, None)
    return tuple(alle)


def _voor_buitenstaander(
    gevonden: Sequence[Weigering],
    handeling: Handeling[Any],
    opdracht: StelInbreukVast,
    recht: Recht,
    context: Context,
) -> Weigering:
    """Wie geen deel heeft, verneemt wat aan zijn eigen vraag schort, of dat het hier niet kan.

    Wat ook in een dossier zonder inhoud geweigerd wordt, volgt uit de vraag alleen. Dat hetzelfde
    feit er al staat, verneemt hij ook: niemand wordt twee keer bestraft.
    """
    leeg = Dossier(context.dossier_id, versie=1)
    eigen = weigeringen(handeling, opdracht, leeg, recht, context)
    zegbaar = eigen or [w for w in gevonden if isinstance(w, ZelfdeFeitElders)]
    if not zegbaar:
        neutraal = VaststellenKanHierNiet()
        neutraal.verzwegen = tuple(dict.fromkeys(w.code for w in gevonden))
        zegbaar = [neutraal]
    return _eerste(zegbaar, recht)


def _keur_algemeen(opdracht: Opdracht, dossier: Dossier, context: Context) -> Iterator[Weigering]:
    naam = type(opdracht).__name__
    if _ACTOR.fullmatch(context.door.id) is None:
        yield OngeldigeGegevens(velden=["door.id: verkeerde vorm"])
    if context.door.rol not in opdracht.rollen:
        yield GeenBevoegdheid(
            rol=context.door.rol, opdracht=naam, toegelaten=sorted(opdracht.rollen)
        )
    yield from _keur_toekomst(opdracht, context.vandaag)
    yield from keur_volgorde(
        "ontvangenOp",
        opdracht.veld("ontvangen_op"),
        "verzondenOp",
        opdracht.veld("verzonden_op"),
    )
    if opdracht.opent:
        return
    if not is_zichtbaar(opdracht, dossier, context.door):
        yield OnbekendDossier(dossier=dossier.dossier_id)
        return
    if dossier.samengevoegd_in is not None:
        yield DossierIsSamengevoegd(dossier=dossier.dossier_id, behouden=dossier.samengevoegd_in)
        return
    if dossier.gesloten_op is not None and not opdracht.ook_gesloten:
        yield DossierIsGesloten(gesloten_op=dossier.gesloten_op)
    yield from beperking.keur_privacy(naam, dossier)
    yield from _keur_sleutels(opdracht, dossier)
    yield from _keur_inbreuk(opdracht, dossier, context)


def is_zichtbaar(opdracht: Opdracht, dossier: Dossier, door: Door) -> bool:
    """Of het dossier er is voor wie deze opdracht geeft; voor een ander bestaat het niet.

    Een agentschap ziet een dossier waarin het een deel heeft; vaststellen geeft er een.
    """
    return dossier.bestaat and (isinstance(opdracht, StelInbreukVast) or heeft_deel(dossier, door))


def _keur_sleutels(opdracht: Opdracht, dossier: Dossier) -> Iterator[Weigering]:
    for veld in opdracht.verwijst:
        sleutel = opdracht.veld(veld)
        if sleutel is not None:
            verzameling, onbekend = VERWIJZINGEN[veld]
            if sleutel not in getattr(dossier, verzameling):
                yield onbekend(**{veld: sleutel})
    for veld in VERWIJZINGEN.keys() - {*opdracht.verwijst}:
        sleutel = opdracht.veld(veld)
        if sleutel in dossier.vertrokken:
            yield SleutelReedsGebruikt(sleutel=sleutel)


VERWIJZINGEN: dict[str, tuple[str, type[Weigering]]] = {
    "inbreuk": ("inbreuken", OnbekendeInbreuk),
    "besluit": ("besluiten", OnbekendBesluit),
    "vordering": ("vorderingen", OnbekendeVordering),
    "overdracht": ("overdrachten", OnbekendeOverdracht),
    "stuk": ("stukken", StukOnbekend),
}
"""Een sleutelveld van een opdracht: waar de sleutel in het dossier staat, en hoe hij ontbreekt."""


def _keur_inbreuk(opdracht: Opdracht, dossier: Dossier, context: Context) -> Iterator[Weigering]:
    gevonden = dossier.inbreuken.get(opdracht.veld("inbreuk") or "")
    if gevonden is None or isinstance(opdracht, StelInbreukVast):
        return
    if (
        context.door.rol == Rol.DOSSIERBEHANDELAAR
        and gevonden.agentschap != context.door.organisatie
    ):
        yield InbreukVanAnderAgentschap(
            inbreuk=gevonden.sleutel,
            rol=context.door.rol,
            opdracht=type(opdracht).__name__,
            toegelaten=[gevonden.agentschap],
        )
    if opdracht.fasen is not None and gevonden.fase not in opdracht.fasen:
        yield FaseLaatDitNietToe(
            betreft=gevonden.sleutel,
            fase=gevonden.fase,
            opdracht=type(opdracht).__name__,
            toegelaten=sorted(opdracht.fasen),
        )


def keur_dagen(opdracht: Opdracht, vandaag: date) -> Iterator[Weigering]:
    """Elke dag in een opdracht ligt tussen `EERSTE_DAG` en zoveel jaar na vandaag."""
    laatste = vandaag.year + VOORUIT
    buiten = [
        to_camel(veld)
        for veld, waarde in opdracht
        if isinstance(waarde, date) and not EERSTE_DAG.year <= waarde.year <= laatste
    ]
    if buiten:
        zin = f"een dag van {EERSTE_DAG.year} tot en met {laatste}"
        yield OngeldigeGegevens(velden=[f"{veld}: {zin}" for veld in sorted(buiten)])


def _keur_toekomst(opdracht: Opdracht, vandaag: date) -> Iterator[Weigering]:
    for veld in ("geldig_op", *opdracht.verleden):
        waarde = getattr(opdracht, veld)
        dag = dag_in_brussel(waarde) if isinstance(waarde, datetime) else waarde
        if isinstance(dag, date) and dag > vandaag:
            if veld == "geboortedatum":
                yield GeboorteInDeToekomst(veld=veld, vandaag=vandaag)
            else:
                yield DatumInDeToekomst(veld=to_camel(veld), datum=dag, vandaag=vandaag)
