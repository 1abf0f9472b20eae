"""Wat de code van een opdracht noemt: de gebeurtenissen en de weigeringen die eruit kunnen volgen.

Gelezen uit de code zelf, zodat de catalogus en het contract van de dienst niet kunnen achterlopen.
"""

from __future__ import annotations

import inspect
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from handhaving.dossier.basis import Weigering
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.keuring import VERWIJZINGEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Handeling, Opdracht


def namen(functie: object, soort: type) -> list[str]:
    """De namen van wat een functie van deze soort noemt, in de volgorde van het lezen."""
    return [k.__name__ for k in _klassen(functie, soort)]


def algemene_weigeringen(klasse: type[Opdracht]) -> Iterator[str]:
    """Waarom elke opdracht geweigerd kan worden, voor zover het deze aangaat."""
    yield from ("OngeldigeGegevens", "GeenBevoegdheid", "OpdrachtReedsGebruikt")
    if "insz" in klasse.model_fields:
        yield "InszOngeldig"
    yield "DatumInDeToekomst"
    if klasse.opent:
        return
    yield "OnbekendDossier"
    if not klasse.ook_gesloten:
        yield "DossierIsGesloten"
    yield from ("VerwerkingIsBeperkt", "DossierIsSamengevoegd")
    if klasse is StelInbreukVast:
        yield "VaststellenKanHierNiet"
    yield from (VERWIJZINGEN[v][1].__name__ for v in klasse.verwijst if v in klasse.model_fields)
    if "inbreuk" in klasse.model_fields and "inbreuk" in klasse.verwijst:
        yield "InbreukVanAnderAgentschap"
    if klasse.fasen is not None:
        yield "FaseLaatDitNietToe"


def codes(handeling: Handeling[Any]) -> list[str]:
    """Elke code waarmee een opdracht geweigerd kan worden, zoals ze op de draad staat."""
    klasse = handeling.opdracht
    eigen = (k().code for f in (handeling.keur, handeling.besluit) for k in _klassen(f, Weigering))
    vast = ["PersoonIsGewist", "RechtswaardeOntbreekt"]
    if {"verzonden_op", "ontvangen_op"} <= klasse.model_fields.keys():
        vast.append("DatumOnmogelijk")
    if {*VERWIJZINGEN} & (klasse.model_fields.keys() - {*klasse.verwijst}):
        vast.append("SleutelReedsGebruikt")
    alle = {*eigen, *algemene_weigeringen(klasse), *vast}
    return sorted(alle - {"InbreukVanAnderAgentschap"})


def _klassen(functie: object, soort: type) -> list[type[Any]]:
    gevonden = (k for k in _genoemd(functie, set()) if issubclass(k, soort) and k is not soort)
    return list(dict.fromkeys(gevonden))


def _genoemd(functie: object, gezien: set[int]) -> Iterator[type]:
    """De klassen die een functie van de beslisser noemt, ook via de functies die ze oproept."""
    functie = inspect.unwrap(functie) if callable(functie) else functie
    if not isinstance(functie, FunctionType) or id(functie) in gezien:
        return
    gezien.add(id(functie))
    te_lezen: list[CodeType] = [functie.__code__]
    while te_lezen:
        code = te_lezen.pop()
        te_lezen += [deel for deel in code.co_consts if isinstance(deel, CodeType)]
        for naam in code.co_names:
            waarde = functie.__globals__.get(naam)
            if isinstance(waarde, type):
                yield waarde
            elif (getattr(waarde, "__module__", None) or "").startswith("handhaving.dossier."):
                yield from _genoemd(waarde, gezien)
