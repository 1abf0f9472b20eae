"""De verjaring: stuiting, schorsing, waarschuwingen, en wat zonder gevolg blijft."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handhaving.recht import Recht, Schorsing, Stuiting, Stuitingsdaad, narekenen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BESLUIT = date(2021, 3, 15)
CSR = "collectieveSchuldenregeling"


def stuit(daad: Stuitingsdaad, op: date) -> Stuiting:
    return Stuiting(daad, op)


@pytest.mark.parametrize(
    "daad",
    [
        Stuitingsdaad.BEVEL_TOT_BETALING,
        Stuitingsdaad.DWANGBEVEL,
        Stuitingsdaad.DAGVAARDING,
        Stuitingsdaad.BESLAG,
        Stuitingsdaad.SCHULDBEKENTENIS,
    ],
)
def test_gegeven_een_stuitende_daad_dan_een_volle_nieuwe_termijn(
    recht: Recht, daad: Stuitingsdaad
) -> None:
    verjaring = recht.verjaring(BESLUIT, [stuit(daad, date(2026, 3, 15))])

    assert verjaring.datum == date(2031, 3, 15)
    assert verjaring.stuitingen[0].werkt
    assert narekenen(verjaring.stappen) == ()


@pytest.mark.parametrize(
    ("op", "reden"),
    [
        (date(2021, 3, 14), "voorAanvang"),
        (date(2026, 3, 16), "reedsVerjaard"),
    ],
)
def test_gegeven_een_daad_buiten_de_termijn_dan_geen_gevolg(
    recht: Recht, op: date, reden: str
) -> None:
    verjaring = recht.verjaring(BESLUIT, [stuit(Stuitingsdaad.DWANGBEVEL, op)])

    assert verjaring.datum == date(2026, 3, 15)
    assert verjaring.stuitingen[0].reden_code == reden
    assert not verjaring.stuitingen[0].werkt


def test_gegeven_twee_daden_in_omgekeerde_volgorde_dan_telt_de_tijd(recht: Recht) -> None:
    verjaring = recht.verjaring(
        BESLUIT,
        [
            stuit(Stuitingsdaad.BESLAG, date(2027, 1, 1)),
            stuit(Stuitingsdaad.DWANGBEVEL, date(2025, 1, 1)),
        ],
    )

    assert verjaring.datum == date(2032, 1, 1)


def test_gegeven_een_brief_van_voor_de_wet_van_2013_dan_geen_gevolg(recht: Recht) -> None:
    verjaring = recht.verjaring(
        date(2010, 1, 5), [stuit(Stuitingsdaad.AANMANING_ART_2244, date(2013, 7, 10))]
    )
    sinds = recht.verjaring(
        date(2010, 1, 5), [stuit(Stuitingsdaad.AANMANING_ART_2244, date(2014, 7, 11))]
    )

    assert verjaring.stuitingen[0].reden_code == "geenStuitendeDaad"
    assert sinds.datum == date(2015, 7, 11)


def test_de_waarschuwingen_liggen_365_180_90_en_30_dagen_ervoor(recht: Recht) -> None:
    verjaring = recht.verjaring(BESLUIT)

    assert verjaring.waarschuwingen == (
        (365, date(2025, 3, 15)),
        (180, date(2025, 9, 16)),
        (90, date(2025, 12, 15)),
        (30, date(2026, 2, 13)),
    )


def test_gegeven_een_werkdag_als_einde_dan_is_die_dag_nog_veilig(recht: Recht) -> None:
    verjaring = recht.verjaring(date(2021, 3, 16))

    assert verjaring.datum == verjaring.laatste_veilige_dag == date(2026, 3, 16)


def test_gegeven_een_besluit_op_29_februari_dan_het_vroegste_einde(recht: Recht) -> None:
    assert recht.verjaring(date(2024, 2, 29)).datum == date(2029, 2, 28)


def test_gegeven_een_afgelopen_schorsing_dan_schuift_het_einde_evenveel_dagen(
    recht: Recht,
) -> None:
    schorsing = Schorsing(CSR, date(2024, 1, 1), date(2024, 1, 11))

    verjaring = recht.verjaring(BESLUIT, (), [schorsing])

    assert verjaring.datum == date(2026, 3, 25)
    assert verjaring.geschorst_sinds is None
    assert narekenen(verjaring.stappen) == ()


def test_gegeven_overlappende_schorsingen_dan_tellen_ze_een_keer(recht: Recht) -> None:
    verjaring = recht.verjaring(
        BESLUIT,
        (),
        [
            Schorsing("beroep", date(2024, 1, 5), date(2024, 1, 11)),
            Schorsing(CSR, date(2024, 1, 1), date(2024, 1, 8)),
            Schorsing(CSR, date(2030, 1, 1), date(2030, 1, 8)),
        ],
    )

    assert verjaring.datum == date(2026, 3, 25)


def test_gegeven_een_lopende_schorsing_dan_niet_verjaard_en_het_einde_zonder_haar(
    recht: Recht,
) -> None:
    verjaring = recht.verjaring(
        BESLUIT,
        (),
        [Schorsing(CSR, date(2025, 1, 1)), Schorsing("beroep", date(2025, 2, 1), date(2025, 3, 1))],
    )

    assert verjaring.datum == date(2026, 3, 15)
    assert verjaring.geschorst_sinds == date(2025, 1, 1)
    assert not verjaring.verjaard_op(date(2027, 1, 1))


def test_gegeven_een_schorsing_na_de_verjaring_dan_verandert_niets(recht: Recht) -> None:
    verjaring = recht.verjaring(BESLUIT, (), [Schorsing(CSR, date(2026, 4, 1))])

    assert verjaring.geschorst_sinds is None
    assert verjaring.verjaard_op(date(2026, 4, 2))


def test_gegeven_een_stuiting_tijdens_een_lopende_schorsing_dan_werkt_ze(recht: Recht) -> None:
    verjaring = recht.verjaring(
        BESLUIT,
        [stuit(Stuitingsdaad.DWANGBEVEL, date(2026, 6, 1))],
        [Schorsing(CSR, date(2026, 1, 1))],
    )

    assert verjaring.datum == date(2031, 6, 1)
    assert verjaring.stuitingen[0].werkt


def test_gegeven_een_stuiting_tijdens_een_afgelopen_schorsing_dan_begint_de_termijn_erna(
    recht: Recht,
) -> None:
    verjaring = recht.verjaring(
        BESLUIT,
        [stuit(Stuitingsdaad.DWANGBEVEL, date(2024, 1, 5))],
        [Schorsing(CSR, date(2024, 1, 1), date(2024, 1, 11))],
    )

    assert verjaring.datum == date(2029, 1, 10)


def test_gegeven_een_brief_en_daarna_een_schorsing_dan_schuift_ook_het_extra_jaar(
    recht: Recht,
) -> None:
    verjaring = recht.verjaring(
        BESLUIT,
        [stuit(Stuitingsdaad.AANMANING_ART_2244, date(2026, 2, 1))],
        [Schorsing(CSR, date(2026, 6, 1), date(2026, 6, 11))],
    )

    assert verjaring.datum == date(2027, 2, 11)


@pytest.mark.parametrize(
    ("schorsing", "reden"),
    [
        (Schorsing("vakantie", date(2024, 1, 1)), "geen grond van schorsing"),
        (Schorsing(CSR, date(2024, 1, 2), date(2024, 1, 1)), "eindigt niet vóór ze begint"),
    ],
)
def test_gegeven_een_onmogelijke_schorsing_dan_een_fout(
    recht: Recht, schorsing: Schorsing, reden: str
) -> None:
    with pytest.raises(ValueError, match=reden):
        recht.verjaring(BESLUIT, (), [schorsing])


def test_gegeven_een_andere_termijn_in_yaml_dan_rekent_de_verjaring_daarmee(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig("parameters/verjaring.yaml", "waarde: 5\n", "waarde: 10\n")

    assert Recht.uit_map(map_).verjaring(BESLUIT).datum == date(2031, 3, 15)


def test_gegeven_schuldenaar_overal_in_yaml_dan_stuit_een_brief_naar_duitsland(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig("parameters/verjaring.yaml", "waarde: inBelgie", "waarde: overal")
    brief = Stuiting(
        Stuitingsdaad.AANMANING_ART_2244, date(2026, 2, 1), schuldenaar_in_belgie=False
    )

    assert Recht.uit_map(map_).verjaring(BESLUIT, [brief]).datum == date(2027, 2, 1)
