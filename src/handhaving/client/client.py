"""The client itself: one method for every command together, one for each question."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import httpx
from pydantic import BaseModel
from uuid6 import uuid7

from handhaving.api.antwoorden import (
    Dossierbeeld,
    Dossierregel,
    Gebeurtenisbeeld,
    Geschreven,
    Gezondheid,
    Herspeeld,
    Lijst,
    Spoorlijst,
    Spoorregel,
    Taakbeeld,
    Termijnregel,
    Toegangen,
    Toegangsvraag,
    Totalen,
    Vorderingregel,
    Werkregel,
    Zoekantwoord,
    Zoekvraag,
)
from handhaving.client.fouten import fout_van

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from handhaving.dossier.basis import Opdracht

M = TypeVar("M", bound=BaseModel)

_OPNIEUW: Final = frozenset({429, 503})
_KEREN: Final = 5
_LANGST: Final = 10.0

VRAGEN: Final = {
    "gezondheid": "gezondheid",
    "lijstDossiers": "dossiers",
    "zoekDossiers": "zoek",
    "toonDossier": "dossier",
    "lijstGebeurtenissen": "gebeurtenissen",
    "lijstTermijnenVanDossier": "termijnen_van",
    "lijstTermijnen": "termijnen",
    "lijstWerkvoorraad": "werkvoorraad",
    "lijstVorderingen": "vorderingen",
    "toonTotalen": "totalen",
    "lijstDossiersVoorAbb": "dossiers_voor_abb",
    "lijstAuditspoor": "auditspoor",
    "toonGebeurtenis": "gebeurtenis",
    "herspeelDossier": "herspeel",
    "zoekToegangen": "toegangen",
    "neemOp": "neem_op",
    "exporteer": "exporteer",
    "herbouwLeesmodel": "herbouw",
    "toonTaak": "taak",
    "toonResultaat": "resultaat",
}
"""The method of this client for each question of the contract; a command is `doe`."""


class Client:
    """Use it as a context. `token` is a token, or what gives a fresh one.

    What this client wrote, it reads back: each read waits for the position of its last write.
    When the service asks to wait, it waits and asks again; a command goes out under one key, so
    asking again never does it twice.
    """

    def __init__(self, url: str, token: str | Callable[[], str], *, timeout: float = 30.0) -> None:
        """Nothing is sent yet."""
        self._token = token
        self._http = httpx.Client(base_url=url, timeout=timeout)
        self.positie: int | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def doe(
        self,
        opdracht: Opdracht,
        dossier_id: UUID | str | None = None,
        *,
        sleutel: UUID | None = None,
        versie: int | None = None,
        bevestiging: str | None = None,
    ) -> Geschreven:
        """Give a command. Raises Geweigerd, Verouderd (with `versie`), Problemen."""
        inhoud = opdracht.model_dump(mode="json", by_alias=True, exclude_none=True)
        delen = {"dossierId": str(dossier_id)} | {
            naam: inhoud.pop(naam) for naam in list(inhoud) if f"{{{naam}}}" in opdracht.pad
        }
        koppen = {"Idempotency-Key": str(sleutel or uuid7())}
        if versie is not None:
            koppen["If-Match"] = f'"{versie}"'
        if bevestiging is not None:
            koppen["Handhaving-Bevestiging"] = bevestiging
        antwoord = self._vraag("POST", opdracht.pad.format(**delen), json=inhoud, headers=koppen)
        self.positie = int(antwoord.headers["handhaving-positie"])
        return Geschreven.model_validate_json(antwoord.content)

    def gezondheid(self) -> Gezondheid:
        """How the service is."""
        return self._lees(Gezondheid, "/health", terug=False)

    def dossier(
        self,
        dossier_id: UUID | str,
        *,
        op: datetime | None = None,
        geldig_op: date | None = None,
        met_persoon: bool = True,
        doel: str | None = None,
        referentie: str | None = None,
    ) -> Dossierbeeld:
        """A dossier now, as known at an instant, or as valid on a day."""
        vraag = _tijd(op, geldig_op) | {"metPersoon": "true" if met_persoon else "false"}
        koppen = _doel(doel, referentie)
        return self._lees(Dossierbeeld, f"/v1/dossiers/{dossier_id}", vraag, koppen)

    def dossiers(self, **vraag: str | int) -> Lijst[Dossierregel]:
        """A page of dossiers: `fase`, `agentschap`, `sort`, `page`, `pageSize`."""
        return self._lees(Lijst[Dossierregel], "/v1/dossiers", vraag)

    def zoek(self, vraag: Zoekvraag) -> Zoekantwoord:
        """The dossiers of a person; who it is goes in the body."""
        inhoud = vraag.model_dump(mode="json", by_alias=True, exclude_none=True)
        antwoord = self._vraag("POST", "/v1/dossiers/query", json=inhoud, params=self._vanaf())
        return Zoekantwoord.model_validate_json(antwoord.content)

    def gebeurtenissen(
        self,
        dossier_id: UUID | str,
        *,
        op: datetime | None = None,
        geldig_op: date | None = None,
        **vraag: int,
    ) -> Lijst[Spoorregel]:
        """What happened in a dossier, in sentences."""
        pad = f"/v1/dossiers/{dossier_id}/gebeurtenissen"
        return self._lees(Lijst[Spoorregel], pad, {**_tijd(op, geldig_op), **vraag})

    def termijnen_van(
        self,
        dossier_id: UUID | str,
        *,
        op: datetime | None = None,
        geldig_op: date | None = None,
        **vraag: int,
    ) -> Lijst[Termijnregel]:
        """The terms of one dossier."""
        pad = f"/v1/dossiers/{dossier_id}/termijnen"
        return self._lees(Lijst[Termijnregel], pad, {**_tijd(op, geldig_op), **vraag})

    def termijnen(self, **vraag: str | int) -> Lijst[Termijnregel]:
        """What comes up: `vervaltVoor`, `soort`, `sort`, `page`, `pageSize`."""
        return self._lees(Lijst[Termijnregel], "/v1/termijnen", vraag)

    def werkvoorraad(self, **vraag: str | int) -> Lijst[Werkregel]:
        """What is to be done: `rol`, `organisatie`, `soort`, `tot`, `sort`, `page`, `pageSize`."""
        return self._lees(Lijst[Werkregel], "/v1/werkvoorraad", vraag)

    def vorderingen(self, **vraag: str | int) -> Lijst[Vorderingregel]:
        """The claims on a day: `op`, `status`, `agentschap`, `sort`, `page`, `pageSize`."""
        return self._lees(Lijst[Vorderingregel], "/v1/vorderingen", vraag)

    def totalen(self) -> Totalen:
        """How many dossiers there are, for ABB."""
        return self._lees(Totalen, "/v1/abb/totalen")

    def dossiers_voor_abb(self, **vraag: str | int) -> Lijst[Dossierregel]:
        """The dossiers without a name."""
        return self._lees(Lijst[Dossierregel], "/v1/abb/dossiers", vraag)

    def auditspoor(self, **vraag: str | int) -> Spoorlijst:
        """The trail over all dossiers: `na`, `type`, `pageSize`."""
        return self._lees(Spoorlijst, "/v1/audit/gebeurtenissen", vraag)

    def gebeurtenis(
        self, gebeurtenis_id: UUID | str, *, doel: str | None = None, referentie: str | None = None
    ) -> Gebeurtenisbeeld:
        """One event with its content."""
        pad = f"/v1/audit/gebeurtenissen/{gebeurtenis_id}"
        return self._lees(Gebeurtenisbeeld, pad, koppen=_doel(doel, referentie))

    def herspeel(
        self, dossier_id: UUID | str, *, op: datetime | None = None, geldig_op: date | None = None
    ) -> Herspeeld:
        """A dossier folded again, as known then."""
        pad = f"/v1/audit/dossiers/{dossier_id}"
        return self._lees(Herspeeld, pad, _tijd(op, geldig_op))

    def toegangen(self, vraag: Toegangsvraag) -> Toegangen:
        """Who read personal fields."""
        inhoud = vraag.model_dump(mode="json", by_alias=True, exclude_none=True)
        antwoord = self._vraag("POST", "/v1/audit/toegangen/query", json=inhoud)
        return Toegangen.model_validate_json(antwoord.content)

    def neem_op(
        self, bestand: bytes, soort: str, *, proef: bool = False, sleutel: UUID | None = None
    ) -> Taakbeeld:
        """Take in a file (`application/xml` or `application/x-ndjson`), as a task."""
        koppen = {"Content-Type": soort, "Idempotency-Key": str(sleutel or uuid7())}
        vraag = {"proef": "true" if proef else "false"}
        antwoord = self._vraag("POST", "/v1/intake", params=vraag, content=bestand, headers=koppen)
        return Taakbeeld.model_validate_json(antwoord.content)

    def exporteer(self) -> Taakbeeld:
        """All dossiers one may see, as a task."""
        antwoord = self._vraag("POST", "/v1/exporten", params=self._vanaf())
        return Taakbeeld.model_validate_json(antwoord.content)

    def herbouw(self, leesmodel: str) -> Taakbeeld:
        """Rebuild a read model, as a task."""
        antwoord = self._vraag("POST", f"/v1/leesmodellen/{leesmodel}/herbouwingen")
        return Taakbeeld.model_validate_json(antwoord.content)

    def taak(self, taak_id: UUID | str) -> Taakbeeld:
        """How far a task is."""
        return self._lees(Taakbeeld, f"/v1/taken/{taak_id}", terug=False)

    def resultaat(self, taak: Taakbeeld, *, geduld: float = 60.0) -> dict[str, Any]:
        """What a task gave, when it is done. Raises Problemen when it failed, or takes too long."""
        einde = time.monotonic() + geduld
        while taak.state == "processing" and time.monotonic() < einde:
            time.sleep(min(taak.poll_after or 1, 0.25))
            taak = self.taak(taak.taak_id)
        if taak.state != "done":
            raise fout_van(500, {"title": "De taak is niet gelukt", "detail": taak.fout})
        gevonden: dict[str, Any] = self._vraag("GET", f"{taak.href}/resultaat").json()
        return gevonden

    def _lees(
        self,
        model: type[M],
        pad: str,
        vraag: dict[str, str | int] | None = None,
        koppen: dict[str, str] | None = None,
        *,
        terug: bool = True,
    ) -> M:
        params = (vraag or {}) | (self._vanaf() if terug else {})
        antwoord = self._vraag("GET", pad, params=params, headers=koppen)
        return model.model_validate_json(antwoord.content)

    def _vanaf(self) -> dict[str, str | int]:
        return {} if self.positie is None else {"vanafPositie": self.positie}

    def _vraag(self, methode: str, pad: str, **meer: Any) -> httpx.Response:  # noqa: ANN401 - goes to httpx
        """Ask, and ask again when the service says so. Raises Problemen."""
        koppen = dict(meer.pop("headers", None) or {})
        for _ in range(_KEREN):
            antwoord = self._stuur(methode, pad, koppen, meer)
            if antwoord.status_code not in _OPNIEUW:
                break
            time.sleep(min(float(antwoord.headers.get("retry-after", "1")), _LANGST))
        else:
            antwoord = self._stuur(methode, pad, koppen, meer)
        if antwoord.status_code >= 400:
            raise fout_van(antwoord.status_code, _inhoud(antwoord))
        return antwoord

    def _stuur(
        self, methode: str, pad: str, koppen: dict[str, str], meer: dict[str, Any]
    ) -> httpx.Response:
        token = self._token if isinstance(self._token, str) else self._token()
        alle = {**koppen, "Authorization": f"Bearer {token}"}
        return self._http.request(methode, pad, headers=alle, **meer)


def _inhoud(antwoord: httpx.Response) -> dict[str, Any]:
    try:
        gelezen = antwoord.json()
    except ValueError:
        gelezen = None
    return gelezen if isinstance(gelezen, dict) else {"title": antwoord.reason_phrase}


def _tijd(op: datetime | None, geldig_op: date | None) -> dict[str, str | int]:
    uit: dict[str, str | int] = {}
    if op is not None:
        uit["op"] = op.isoformat()
    if geldig_op is not None:
        uit["geldigOp"] = geldig_op.isoformat()
    return uit


def _doel(doel: str | None, referentie: str | None) -> dict[str, str]:
    koppen = {"Handhaving-Doel": doel, "Handhaving-Referentie": referentie}
    return {naam: waarde for naam, waarde in koppen.items() if waarde is not None}
