"""Attendance: only the final figure makes an infringement, and only below the threshold."""

from __future__ import annotations

import pytest

from tests.dossier.spel import Spel, doe, feit, recht
from tests.dossier.trap import tot

CURSUS = "MO-2024-1"
FEIT = "2024-03-01"


def cijfer(spel: Spel, gevolgd: int, *, eind: bool = True, cursus: str = CURSUS) -> Spel:
    return spel.met(
        doe(
            "RegistreerDeelname",
            "2024-03-10",
            cursus=cursus,
            peildatum=FEIT,
            gevolgd=gevolgd,
            voorzien=1000,
            eindcijfer=eind,
        )
    )


def test_given_the_law_then_only_i09_has_a_threshold() -> None:
    dag = tot("open").vandaag
    gevonden = {code: recht().deelnamedrempel(code, dag) for code in recht().types}
    assert {code for code, drempel in gevonden.items() if drempel is not None} == {"I09"}


@pytest.mark.parametrize(
    ("gevolgd", "eind", "geweigerd"),
    [
        (799, True, None),
        (800, True, "DeelnameBovenDrempel"),
        (520, False, "DeelnameNietDefinitief"),
        (830, False, "DeelnameNietDefinitief"),
    ],
)
def test_given_a_figure_when_established_then_only_a_final_one_below_the_threshold(
    gevolgd: int, *, eind: bool, geweigerd: str | None
) -> None:
    spel = cijfer(tot("open"), gevolgd, eind=eind)
    uitkomst = spel.stap(
        doe("StelInbreukVast", "2024-03-11", type="I09", datumFeit=FEIT, cursus=CURSUS)
    )
    if geweigerd is None:
        uitkomst.dan("InbreukVastgesteld")
    else:
        uitkomst.geweigerd(geweigerd, cursus=CURSUS, procent=gevolgd // 10)


def test_given_figures_of_another_course_when_established_then_they_do_not_count() -> None:
    spel = cijfer(tot("open"), 900, cursus="NT2-2024-1")
    spel.stap(doe("StelInbreukVast", "2024-03-11", type="I09", datumFeit=FEIT, cursus=CURSUS)).dan(
        "InbreukVastgesteld"
    )
    spel.stap(doe("StelInbreukVast", "2024-03-11", type="I09", datumFeit=FEIT)).geweigerd(
        "DeelnameBovenDrempel", cursus="NT2-2024-1"
    )


def test_given_another_type_when_established_then_attendance_is_not_asked() -> None:
    cijfer(tot("open"), 900).stap(
        doe("StelInbreukVast", "2024-03-11", type="I06", datumFeit=FEIT)
    ).dan("InbreukVastgesteld")


def test_given_a_final_figure_when_a_snapshot_follows_then_the_final_one_stands() -> None:
    spel = cijfer(cijfer(tot("open"), 520), 830, eind=False)
    assert spel.dossier.deelnames[CURSUS].gevolgd == 520
    assert cijfer(spel, 600).dossier.deelnames[CURSUS].gevolgd == 600


def test_given_the_same_figure_when_asked_twice_then_nothing_happens() -> None:
    spel = cijfer(tot("open"), 520)
    spel.stap(
        doe(
            "RegistreerDeelname",
            "2024-03-12",
            cursus=CURSUS,
            peildatum=FEIT,
            gevolgd=520,
            voorzien=1000,
            eindcijfer=True,
        )
    ).dan()


def test_given_an_open_infringement_when_the_final_figure_is_enough_then_a_question() -> None:
    spel = tot("open").met(
        doe("StelInbreukVast", "2024-03-05", type="I09", datumFeit=FEIT, cursus=CURSUS)
    )
    gevraagd = spel.stap(
        doe(
            "RegistreerDeelname",
            "2024-03-10",
            cursus=CURSUS,
            peildatum=FEIT,
            gevolgd=800,
            voorzien=1000,
            eindcijfer=True,
        )
    )
    gevraagd.dan(
        "DeelnameGeregistreerd",
        feit(
            "HerbekijkenGevraagd",
            soort="deelnameBovenDrempel",
            betreft="I1",
            opdracht="ZetInbreukRecht",
            gegevens={"inbreuk": "I1", "redenCode": "deelnameBovenDrempel"},
        ),
    )


def test_given_more_hours_than_planned_when_asked_then_the_form_refuses() -> None:
    tot("open").stap(
        doe(
            "RegistreerDeelname",
            "2024-03-10",
            cursus=CURSUS,
            peildatum=FEIT,
            gevolgd=11,
            voorzien=10,
        )
    ).geweigerd("OngeldigeGegevens", velden=["gevolgd: meer lesuren gevolgd dan voorzien"])
