"""Who was erased by two persons is nowhere in the clear: before, after, or after a restored backup.

Every town, date and text is unique; they are looked for in the whole database, in every file under
the data folder and in everything that was logged or printed, the access log included.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg

from handhaving import running
from handhaving.bootstrap import App, database, open_app
from handhaving.cli.app import voer_uit
from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.privacy.wissing import PersoonsgegevensGewist
from handhaving.eventlog.blad import holds
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.migreer import migrate
from handhaving.eventlog.persoonlijk import GEWIST, personal_fields
from handhaving.eventlog.toegang import Zoek
from handhaving.service import Doel, Kijker, Meta
from handhaving.service.betrokkene import inzageverslag
from handhaving.settings import Settings
from tests.eventlog.test_dumpgrep import bestanden, dump, gevonden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    import pytest

INSZ, GEBOREN, NIEUW_GEBOREN = "85073003328", "1985-07-30", "1985-07-31"
ADRES = {veld: f"Qzy{veld}xkv" for veld in ("straat", "huisnummer", "bus", "postcode", "gemeente")}
ADRES_BEWIND = {"straat": "Qzybewindstraatxkv", "gemeente": "Qzybewindgemeentexkv"}
TEKSTEN = [
    *("Qzynaamxkv", "Qzyvoornaamxkv", "Qzymedischxkv", "Qzyattestxkv", "Qzyrelaasxkv"),
    *("Qzybewindvoerderxkv", "Qzygrondxkv", "Qzyrechtgezetxkv"),
    *ADRES.values(),
    *ADRES_BEWIND.values(),
]
ALLES = [INSZ, GEBOREN, NIEUW_GEBOREN, "Kqz-88-wvx", *TEKSTEN]
LEVEN: list[tuple[Rol, str, dict[str, object]]] = [
    (
        Rol.DOSSIERBEHANDELAAR,
        "VerleenUitstel",
        {
            "soort": "start",
            "van": "2026-03-02",
            "tot": "2026-03-05",
            "reden": "Qzymedischxkv",
            "attest": "Qzyattestxkv",
        },
    ),
    (
        Rol.DOSSIERBEHANDELAAR,
        "StelBewindvoerderAan",
        {"naam": "Qzybewindvoerderxkv", "adres": ADRES_BEWIND, "vanaf": "2026-03-02"},
    ),
    (
        Rol.DOSSIERBEHANDELAAR,
        "StelInbreukVast",
        {"type": "I01", "datumFeit": "2026-03-01", "feitenrelaas": "Qzyrelaasxkv"},
    ),
    (
        Rol.DPO,
        "BeperkVerwerking",
        {"grond": "juistheidBetwist", "gegevens": ["geboortedatum"]},
    ),
    (Rol.DOSSIERBEHANDELAAR, "WijzigPersoonsgegevens", {"geboortedatum": NIEUW_GEBOREN}),
    (Rol.DPO, "HefBeperkingOp", {}),
    (Rol.DPO, "RegistreerVerstrekking", {"ontvanger": "DVZ", "doel": "verblijf"}),
    (
        Rol.DOSSIERBEHANDELAAR,
        "ZetInbreukRecht",
        {"inbreuk": "I1", "reden": "Qzyrechtgezetxkv"},
    ),
    (Rol.DPO, "WisPersoonsgegevens", {"grond": "Qzygrondxkv"}),
]


def doe(
    app: App, dossier: UUID | None, rol: Rol, opdracht: str, wie: str, **velden: object
) -> UUID:
    waar = "Atlas" if rol is Rol.DOSSIERBEHANDELAAR else "ABB"
    meta = Meta(Door(wie, rol, waar), uuid4(), uuid4(), app.klok())
    return app.service.handle(dossier, OPDRACHTEN[opdracht].model_validate(velden), meta).dossier_id


@contextmanager
def draaiend(settings: Settings, op: datetime) -> Iterator[App]:
    with open_app(settings, klok=lambda: op) as app:
        yield app


def schoon(app: App, gezegd: str) -> None:
    """Nothing in the clear: database, files, and what was said."""
    assert gevonden(ALLES, dump(app)) == []
    with psycopg.connect(app.database_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    assert [n for n, inhoud in bestanden(app.settings.data) if gevonden(ALLES, inhoud)] == []
    assert gevonden(ALLES, gezegd.encode()) == []


def test_80_given_a_life_that_is_erased_then_no_token_before_after_or_after_a_restore(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(data=tmp_path / "data", database_url=None)
    toen, later = (datetime(jaar, 3, 6, 11, tzinfo=UTC) for jaar in (2026, 2037))
    monkeypatch.setenv("HANDHAVING_DATA", str(settings.data))
    monkeypatch.delenv("HANDHAVING_DATABASE_URL", raising=False)
    caplog.set_level(logging.DEBUG)
    with database(settings) as url:
        migrate(url, simulatie=True)
        with draaiend(settings, toen) as app:
            dossier = doe(
                app,
                None,
                Rol.DOSSIERBEHANDELAAR,
                "OpenDossier",
                "mw-1",
                insz=INSZ,
                klantnummer="Kqz-88-wvx",
                agentschap="Atlas",
                naam="Qzynaamxkv",
                voornaam="Qzyvoornaamxkv",
                geboortedatum=GEBOREN,
                adres=ADRES,
                hoedanigheid="verplicht",
                plichtOntstaanOp="2024-05-01",
                regime="vlaanderen",
            )
            for rol, naam, velden in LEVEN[:-1]:
                doe(app, dossier, rol, naam, f"{rol}-1", **velden)
            doe(app, dossier, Rol.DOSSIERBEHANDELAAR, "SluitDossier", "mw-1", reden="Qzygrondxkv")
            dpo = Kijker(Door("dpo-1", Rol.DPO, "ABB"), uuid4(), "toets", Doel.VERZOEK_BETROKKENE)
            leesbaar = repr(
                inzageverslag(
                    app.service, app.toegang, app.recht, dpo, dossier, vandaag=toen.date()
                )
            )
            eigen = set(ALLES) - {"Qzybewindvoerderxkv", *ADRES_BEWIND.values()}
            assert {token for token in eigen if token not in leesbaar} == set()
            assert [t for t in set(ALLES) - eigen if t in leesbaar] == []
            running.catch_up(app)
            kopie = "CREATE TABLE leesmodel.kopie AS TABLE sleutels.sleutels"
            with psycopg.connect(url, autocommit=True) as beheerder:
                beheerder.execute(kopie.encode())
            schoon(app, caplog.text)

        with draaiend(settings, later) as app:
            for wie in ("dpo-1", "dpo-2"):
                doe(app, dossier, Rol.DPO, "WisPersoonsgegevens", wie, grond="Qzygrondxkv")
            running.catch_up(app)
            gewist(app, dossier)
            schoon(app, caplog.text)
            (lezing,) = app.toegang.find(Zoek(dossier=dossier)).items
            assert lezing.lezing.door.id == "dpo-1"

        with psycopg.connect(url, autocommit=True) as beheerder:
            beheerder.execute(b"INSERT INTO sleutels.sleutels TABLE leesmodel.kopie")
            beheerder.execute(b"DELETE FROM sleutels.vernietigd")
        with draaiend(settings, later) as app:
            gewist(app, dossier)
            capfd.readouterr()
            assert voer_uit(["dossier", "toon", str(dossier), "--met-persoon"]) == 0
            assert voer_uit(["dossier", "historiek", str(dossier), "--met-persoon"]) == 0
            assert voer_uit(["avg", "inzage", str(dossier)]) == 0
            schoon(app, caplog.text + "".join(capfd.readouterr()))
            assert all(vergeleken.gelijk for vergeleken in running.compare(app))


def gewist(app: App, dossier: UUID) -> None:
    """Every key is gone, of third parties too; every leaf holds; every field says so."""
    historiek = app.service.historiek(dossier)
    laatste = historiek[-1][0]
    assert isinstance(laatste, PersoonsgegevensGewist)
    assert app.log.keys_of(laatste.personen) == []
    assert len(laatste.personen) == 2
    for gebeurtenis, _ in historiek:
        for naam in personal_fields(type(gebeurtenis)):
            assert getattr(gebeurtenis, naam) in {None, GEWIST}
    assert all(holds(rij) for rij in app.log.read(0, 1000, met_persoonlijk=True))
    assert app.service.zoek("insz", INSZ) == []
