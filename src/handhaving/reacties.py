"""Reacties: welk feit het systeem welke vraag doet stellen. Zuiver: geen klok, geen databank.

Vanzelf mag alleen gestopt en gevraagd worden. Wat met het feit zelf moet vaststaan (de invordering
opgeschort bij een overlijden, een overdracht teruggeroepen bij een beroep) beslist de beslisser
samen met dat feit; hier staat wat erop volgt, waar het feit ook vandaan kwam. De vraag zelf, haar
voorstel en haar grondslag staan in `dossier.navraag`; de beslisser oordeelt opnieuw.

Het id van de opdracht volgt uit de gebeurtenis en de vraag: nog eens reageren verandert niets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias
from uuid import UUID, uuid5

from handhaving.dossier.basis import G, Rol
from handhaving.dossier.beroep.definitief import BoetebesluitDefinitief
from handhaving.dossier.beroep.instellen import BeroepIngetrokken
from handhaving.dossier.beroep.uitspraak import UitspraakGeregistreerd
from handhaving.dossier.gemeen import VerstrijkenOngedaanGemaakt
from handhaving.dossier.inbreuk.vaststellen import InbreukVastgesteld
from handhaving.dossier.inregelstelling import InbreukIngeregeld
from handhaving.dossier.levensloop.adres import AmbtshalveAfgevoerd
from handhaving.dossier.levensloop.bescherming import BewindvoerderAangesteld
from handhaving.dossier.navraag import PERSOON, VRAAGSOORTEN, VraagHerbekijken
from handhaving.dossier.onbestelbaar import StukOnbestelbaar
from handhaving.dossier.sanctie.intrekking import BoetebesluitIngetrokken
from handhaving.dossier.state import Taak
from handhaving.dossier.vlabel.bericht import VlabelBerichtGeregistreerd
from handhaving.dossier.vlabel.verloop import (
    VlabelOverdrachtGeweigerd,
    VlabelOverdrachtTeruggeroepen,
)
from handhaving.dossier.vordering.afbetaling import AfbetalingsplanVerbroken
from handhaving.dossier.vordering.betaling import BetalingGeboekt, TeveelBetaald
from handhaving.dossier.vordering.brieven import (
    AanmaningVerzonden,
    IngebrekestellingTotBetalingVerzonden,
)
from handhaving.dossier.vordering.kosten import KostAangerekend, KwijtscheldingVerleend
from handhaving.dossier.vordering.oninbaar import VorderingHeropend
from handhaving.dossier.vordering.opschorting import InvorderingHervat
from handhaving.dossier.vordering.storno import BetalingGestorneerd
from handhaving.eventlog.envelope import Door
from handhaving.recht.tellen import dag_in_brussel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop

SYSTEEM: Final = Door("systeem", Rol.SYSTEEM.value, "ABB")

Betreft: TypeAlias = Callable[[Any, "Dossier"], Iterable[str | None]]


@dataclass(frozen=True, slots=True)
class Reactie(Generic[G]):
    """Op dit feit wordt deze vraag gesteld, over wat `betreft` noemt (een sleutel, of geen)."""

    op: type[G]
    vraag: str
    betreft: Callable[[G, Dossier], Iterable[str | None]]


@dataclass(frozen=True, slots=True)
class Gevolg:
    """Een opdracht die op een feit volgt, onder een id dat uit dat feit volgt."""

    opdracht_id: UUID
    opdracht: VraagHerbekijken
    oorzaak_id: UUID


def _vordering(feit: Any, _dossier: Dossier) -> Iterable[str | None]:  # noqa: ANN401 - elk feit met een vordering
    return (feit.vordering,)


def _inbreuk(feit: Any, _dossier: Dossier) -> Iterable[str | None]:  # noqa: ANN401 - elk feit met een inbreuk
    return (feit.inbreuk,)


def _overdracht(feit: Any, _dossier: Dossier) -> Iterable[str | None]:  # noqa: ANN401 - elk feit met een overdracht
    return (feit.overdracht,)


def _persoon(_feit: object, _dossier: Dossier) -> Iterable[str | None]:
    return (PERSOON,)


def _vordering_van_besluit(feit: Any, dossier: Dossier) -> Iterable[str | None]:  # noqa: ANN401 - elk feit met een besluit
    besluit = dossier.besluiten.get(feit.besluit)
    return (None if besluit is None else besluit.vordering,)


def _vernietigd(feit: UitspraakGeregistreerd, dossier: Dossier) -> Iterable[str | None]:
    besluit = dossier.besluiten.get(feit.besluit)
    return (besluit.inbreuk,) if besluit is not None and feit.uitspraak == "vernietigd" else ()


def _eigen_betaling(feit: BetalingGeboekt, _dossier: Dossier) -> Iterable[str | None]:
    """Wat VLABEL zelf meldde, hoeft VLABEL niet te vernemen."""
    return (feit.vordering,) if feit.overdracht is None else ()


def _lopende_brieven(_feit: BewindvoerderAangesteld, dossier: Dossier) -> Iterable[str | None]:
    return (*dossier.inbreuken, *dossier.besluiten)


def _later_gebleken(feit: VerstrijkenOngedaanGemaakt, _dossier: Dossier) -> Iterable[str | None]:
    return (feit.betreft,) if feit.soort == "inregelstelling" else ()


REACTIES: Final[tuple[Reactie[Any], ...]] = (
    # De inbreuk
    Reactie(InbreukVastgesteld, "vaststellerOnbekend", _inbreuk),
    Reactie(InbreukIngeregeld, "ingeregeldOpTijdNaBesluit", _inbreuk),
    Reactie(VerstrijkenOngedaanGemaakt, "ontvangstLaterGebleken", _later_gebleken),
    # De persoon en zijn brieven
    Reactie(StukOnbestelbaar, "adresonderzoek", _persoon),
    Reactie(AmbtshalveAfgevoerd, "adresonderzoek", _persoon),
    Reactie(BewindvoerderAangesteld, "ookAanBewindvoerder", _lopende_brieven),
    # Een besluit dat valt
    Reactie(UitspraakGeregistreerd, "nieuwBesluitMogelijk", _vernietigd),
    Reactie(UitspraakGeregistreerd, "terugTeBetalen", _vordering_van_besluit),
    Reactie(BoetebesluitIngetrokken, "terugTeBetalen", _vordering_van_besluit),
    # Betalingen
    Reactie(TeveelBetaald, "teveelBetaald", _vordering),
    Reactie(BetalingGestorneerd, "onterechtTerugbetaald", _vordering),
    Reactie(BetalingGeboekt, "planTenOnrechteVerbroken", _vordering),
    Reactie(AfbetalingsplanVerbroken, "planVerbroken", _vordering),
    # Klaar om over te dragen
    Reactie(BoetebesluitDefinitief, "overdrachtMogelijk", _vordering_van_besluit),
    Reactie(UitspraakGeregistreerd, "overdrachtMogelijk", _vordering_van_besluit),
    Reactie(BeroepIngetrokken, "overdrachtMogelijk", _vordering_van_besluit),
    Reactie(AanmaningVerzonden, "overdrachtMogelijk", _vordering),
    Reactie(IngebrekestellingTotBetalingVerzonden, "overdrachtMogelijk", _vordering),
    Reactie(AfbetalingsplanVerbroken, "overdrachtMogelijk", _vordering),
    Reactie(InvorderingHervat, "overdrachtMogelijk", _vordering),
    Reactie(VorderingHeropend, "overdrachtMogelijk", _vordering),
    # VLABEL moet het weten, of gaf iets terug
    Reactie(BetalingGeboekt, "meldAanVlabel", _eigen_betaling),
    Reactie(BetalingGestorneerd, "meldAanVlabel", _vordering),
    Reactie(KostAangerekend, "meldAanVlabel", _vordering),
    Reactie(KwijtscheldingVerleend, "meldAanVlabel", _vordering),
    Reactie(UitspraakGeregistreerd, "meldAanVlabel", _vordering_van_besluit),
    Reactie(VlabelOverdrachtGeweigerd, "vlabelWeigerde", _overdracht),
    Reactie(VlabelBerichtGeregistreerd, "vlabelGafTerug", _overdracht),
    Reactie(VlabelOverdrachtTeruggeroepen, "meldTerugroeping", _overdracht),
)

_OP_FEIT: Final[Mapping[type[Gebeurtenis], tuple[Reactie[Any], ...]]] = {
    soort: tuple(r for r in REACTIES if r.op is soort) for soort in {r.op for r in REACTIES}
}


def reageert_op(feit: Gebeurtenis) -> bool:
    """Of er op dit soort feit ooit iets volgt; wie dat niet doet, hoeft niet gevouwen te worden."""
    return type(feit) in _OP_FEIT


def gevolgen(feit: Gebeurtenis, envelop: Envelop, dossier: Dossier) -> tuple[Gevolg, ...]:
    """De vragen die op dit feit volgen, als ze in het dossier erna nog zin hebben."""
    op = min(envelop.geldig_op, dag_in_brussel(envelop.geregistreerd_op))
    uit: list[Gevolg] = []
    for reactie in _OP_FEIT.get(type(feit), ()):
        for sleutel in reactie.betreft(feit, dossier):
            if sleutel is None or not _zinvol(reactie.vraag, sleutel, envelop, dossier):
                continue
            opdracht_id = uuid5(envelop.gebeurtenis_id, f"{reactie.vraag}|{sleutel}")
            opdracht = VraagHerbekijken(vraag=reactie.vraag, betreft=sleutel, geldig_op=op)
            uit.append(Gevolg(opdracht_id, opdracht, envelop.gebeurtenis_id))
    return tuple(uit)


def _zinvol(vraag: str, sleutel: str, envelop: Envelop, dossier: Dossier) -> bool:
    taak = Taak("T0", vraag, sleutel, envelop.geldig_op)
    return VRAAGSOORTEN[vraag].blijft(dossier, taak)
