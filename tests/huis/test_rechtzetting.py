"""Every event class says how it is put right when it turns out to be wrong, or why it never is."""

from __future__ import annotations

import pytest

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    NietRechtzetbaar,
    Rechtzetbaar,
    Rol,
    ViaOorzaak,
)
from handhaving.dossier.decider import GEBEURTENISSEN, HOOFDSTUKKEN, OPDRACHTEN

EVOLUTIES: dict[str, Evolutie[Gebeurtenis]] = {
    e.gebeurtenis.__name__: e for h in HOOFDSTUKKEN for e in h.evoluties
}


def van_soort(soort: type) -> list[str]:
    return [naam for naam, e in EVOLUTIES.items() if isinstance(e.rechtzetting, soort)]


def test_given_the_event_classes_then_each_declares_how_it_is_put_right() -> None:
    soorten = (Rechtzetbaar, NietRechtzetbaar, ViaOorzaak)
    assert sorted(n for soort in soorten for n in van_soort(soort)) == sorted(GEBEURTENISSEN)


@pytest.mark.parametrize("naam", van_soort(Rechtzetbaar))
def test_given_a_class_that_is_put_right_then_a_person_may_and_the_command_can_be_rebuilt(
    naam: str,
) -> None:
    evolutie = EVOLUTIES[naam]
    manier = evolutie.rechtzetting
    assert isinstance(manier, Rechtzetbaar)
    assert OPDRACHTEN[manier.opdracht.__name__] is manier.opdracht
    assert (manier.rollen or manier.opdracht.rollen) - {Rol.SYSTEEM}
    assert set(manier.blijft) <= set(GEBEURTENISSEN.values())
    if manier.rekent:
        verplicht = {n for n, i in manier.opdracht.model_fields.items() if i.is_required()}
        vindbaar = {manier.velden.get(n, n) for n in verplicht}
        assert vindbaar <= set(evolutie.gebeurtenis.model_fields)


@pytest.mark.parametrize("naam", van_soort(NietRechtzetbaar))
def test_given_a_class_that_is_never_put_right_then_it_says_why_and_what_to_do(naam: str) -> None:
    manier = EVOLUTIES[naam].rechtzetting
    assert isinstance(manier, NietRechtzetbaar)
    assert manier.reden
    assert manier.gebruik
    assert set(manier.gebruik) <= set(OPDRACHTEN)


@pytest.mark.parametrize("naam", van_soort(ViaOorzaak))
def test_given_a_class_that_follows_from_another_then_it_names_the_cause(naam: str) -> None:
    manier = EVOLUTIES[naam].rechtzetting
    assert isinstance(manier, ViaOorzaak)
    assert manier.oorzaak
    assert manier.opdracht is None or Rol.SYSTEEM in OPDRACHTEN[manier.opdracht].rollen
