"""What random lives found where a value can no longer, or not here, be read."""

from __future__ import annotations

from datetime import date
from typing import Any

from handhaving.dossier.decider import beslis
from handhaving.dossier.sanctie.besluit import StelBoeteVoor
from handhaving.dossier.tekst import is_leeg
from handhaving.dossier.toewijzing.vertrek import DossierGesplitst
from handhaving.eventlog.persoonlijk import GEWIST, VERZEGELD
from handhaving.recht import Cent
from tests.dossier.spel import DOSSIER, doe, recht
from tests.dossier.trap import tot


def test_given_a_text_that_was_erased_then_it_was_there_and_only_nothing_is_empty() -> None:
    """A correction judges old facts anew, also when their texts can no longer be read."""
    assert not is_leeg(GEWIST)
    assert not is_leeg("Fictief.")
    assert [is_leeg(tekst) for tekst in (None, "", " \n")] == [True, True, True]


def test_given_an_erased_motivation_when_judged_anew_then_a_decision_and_no_crash() -> None:
    spel = tot("verweer").op("2024-07-22")
    velden: dict[str, Any] = {"inbreuk": "I1", "bedrag": Cent(25000), "motivering": GEWIST}
    voorstel = StelBoeteVoor.model_construct(None, geldig_op=None, **velden)
    feiten = beslis(voorstel, spel.dossier, recht(), spel.context(doe("StelBoeteVoor")))
    assert [type(f).__name__ for f in feiten] == ["BoeteVoorgesteld"]


def test_given_a_split_when_folded_without_keys_then_the_list_of_numbers_still_is_a_list() -> None:
    """A read model folds without keys: what it cannot read must not break what comes after."""
    gesplitst = DossierGesplitst(
        op=date(2025, 9, 1),
        vanaf=date(2025, 9, 1),
        naar=DOSSIER,
        herstelt=("insz", "insz_aliassen"),
        insz=VERZEGELD,
        insz_aliassen=VERZEGELD,
    )
    spel = tot("open").met(gesplitst)
    assert spel.dossier.persoon.insz_aliassen == ()
    assert spel.dossier.persoon.insz is VERZEGELD
    assert len(spel.met(doe("KoppelInsz", insz="85073003328")).dossier.persoon.insz_aliassen) == 1
