"""Every term of every example rests on the law; what it asks can be done, and not a day early."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, get_args

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.gemeen import Termijnsoort
from handhaving.dossier.termijnen import SOORTEN, termijnen
from tests.dossier.spel import recht
from tests.dossier.trap import TREDEN, tot
from tests.dossier.voorbeelden import VOORBEELDEN

if TYPE_CHECKING:
    from handhaving.dossier.termijnen import OpenTermijn
    from tests.dossier.spel import Spel

DAG = timedelta(days=1)
NAMEN = sorted(VOORBEELDEN)
OP_TIJD = {"StelVerstrijkenVast", "StelDefinitiefVast", "StelPlanVerbroken", "StelSchorsingVast"}


@cache
def spelen() -> dict[str, Spel]:
    """Where each command can be given, and what is there after it."""
    uit = {trede: tot(trede) for trede in TREDEN}
    for naam in NAMEN:
        voorbeeld = VOORBEELDEN[naam]
        uit[f"voor {naam}"] = spel = voorbeeld.spel()
        uit[f"na {naam}"] = spel.stap(voorbeeld.stap(naam)).spel
    return uit


def gevonden() -> list[tuple[str, Spel, OpenTermijn]]:
    return [(naam, spel, t) for naam, spel in spelen().items() for t in termijnen(spel.dossier)]


def test_given_a_term_then_it_is_of_something_in_the_dossier_and_rests_on_the_law() -> None:
    bekend = recht().parameters.op_naam
    for naam, spel, t in gevonden():
        dossier = spel.dossier
        zaken = {**dossier.inbreuken, **dossier.besluiten, **dossier.vorderingen}
        assert t.betreft in zaken, (naam, t)
        assert any(regel in t.regel for regel in bekend), (naam, t)
        assert t.gezet_door in {envelop.gebeurtenis_id for _, envelop in spel.paren}, (naam, t)


def test_given_a_term_then_it_ends_for_the_authority_no_later_than_for_the_citizen() -> None:
    for naam, _, t in gevonden():
        assert isinstance(t.laatste_dag_overheid, date), (naam, t)
        assert t.van <= t.vervalt_op, (naam, t)
        if t.laatste_dag_burger is None:
            assert t.vervalt_op == t.laatste_dag_overheid, (naam, t)
        else:
            assert t.laatste_dag_overheid <= t.laatste_dag_burger <= t.vervalt_op, (naam, t)


def test_given_every_term_then_its_kind_is_one_that_can_be_asked() -> None:
    assert {t.soort.partition("-")[0] for _, _, t in gevonden()} <= set(SOORTEN)
    assert set(get_args(Termijnsoort)) < set(SOORTEN)


def test_given_a_term_that_runs_out_then_what_it_asks_can_be_done_and_then_it_asks_no_more() -> (
    None
):
    gevraagd = set()
    for naam, spel, t in gevonden():
        if t.opdracht is None or t.staat != "loopt":
            continue
        gevraagd.add(t.opdracht)
        erna = max(spel.vandaag, t.vervalt_op + DAG)
        daarna = spel.wanneer(t.opdracht, erna, **t.gegevens)
        assert daarna.weigering is None, (naam, t, daarna.weigering)
        nog = [n for n in termijnen(daarna.spel.dossier) if n.soort == t.soort]
        assert t not in nog, (naam, t)
        eerste = min(e.vervalt_op for e in termijnen(spel.dossier) if e.opdracht == t.opdracht)
        if t.opdracht in OP_TIJD and spel.vandaag <= t.vervalt_op == eerste:
            te_vroeg = spel.wanneer(t.opdracht, t.vervalt_op, **t.gegevens)
            assert te_vroeg.weigering is not None, (naam, t)
    assert gevraagd == {*OP_TIJD, "VraagHerbekijken"}
    assert gevraagd <= set(OPDRACHTEN)
