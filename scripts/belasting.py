"""Mixed reads and writes on a service of our own on loopback: how fast, how steady, how far behind.

Starts its own embedded database and service in a folder that is thrown away, fills it, and asks at
a steady rate. Prints a table, or one JSON object with --json.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx

from handhaving.settings import Settings

READS = ("dossier", "lijst", "termijnen", "gebeurtenissen")


@dataclass
class Gemeten:
    """What the clients saw; seconds."""

    lezen: list[float] = field(default_factory=list)
    schrijven: list[float] = field(default_factory=list)
    achterstand: list[float] = field(default_factory=list)
    statussen: Counter[int] = field(default_factory=Counter)
    slot: threading.Lock = field(default_factory=threading.Lock)

    def tel(self, soort: str, status: int, seconden: float) -> None:
        """One answer."""
        with self.slot:
            getattr(self, soort).append(seconden)
            self.statussen[status] += 1


def vrije_poort() -> int:
    """A port that nobody listens on."""
    with socket.socket() as lijn:
        lijn.bind(("127.0.0.1", 0))
        return int(lijn.getsockname()[1])


def programma(*argumenten: str, map_: Path) -> list[str]:
    """The command line of this checkout, on this folder."""
    os.environ.update(Settings.embedded(map_).as_environment())
    return [sys.executable, "-m", "handhaving.cli.app", *argumenten]


def token(map_: Path, rol: str, organisatie: str) -> str:
    """A token of the local issuer."""
    opdracht = programma("token", "--rol", rol, "--organisatie", organisatie, map_=map_)
    return subprocess.run(opdracht, check=True, capture_output=True, text=True).stdout.strip()


def wacht_op(url: str, dienst: subprocess.Popen[bytes]) -> None:
    """Until it answers."""
    for _ in range(600):
        if dienst.poll() is not None:
            sys.exit("de dienst stopte")
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    sys.exit("de dienst antwoordt niet")


class Bellers:
    """Clients that keep their connections."""

    def __init__(self, url: str, sleutel: str, gemeten: Gemeten) -> None:
        self._client = httpx.Client(
            base_url=url,
            timeout=30,
            headers={"Authorization": f"Bearer {sleutel}"},
            limits=httpx.Limits(max_keepalive_connections=200, max_connections=200),
        )
        self.gemeten = gemeten
        self.dossiers: list[str] = []
        self.zonder_inbreuk: list[str] = []

    def schrijf(self, nummer: int) -> None:
        """Open a dossier, or establish an infringement in one; now and then see it come through."""
        nieuw = bool(nummer % 2) or not self.zonder_inbreuk
        if nieuw:
            pad, inhoud = "/v1/dossiers", {"klantnummer": f"K-{uuid4().hex[:12]}"}
            inhoud |= {"agentschap": "Atlas", "hoedanigheid": "verplicht", "regime": "vlaanderen"}
        else:
            dossier = self.zonder_inbreuk.pop(0)
            pad, inhoud = f"{dossier}/inbreuken", {"type": "I01", "datumFeit": "2025-03-03"}
        begin = time.perf_counter()
        antwoord = self._client.post(pad, json=inhoud)
        klaar = time.perf_counter()
        self.gemeten.tel("schrijven", antwoord.status_code, klaar - begin)
        if antwoord.status_code == 201:
            if nieuw:
                self.dossiers.append(antwoord.headers["location"])
                self.zonder_inbreuk.append(antwoord.headers["location"])
            if nummer % 5 == 0:
                self._volg(int(antwoord.headers["handhaving-positie"]), klaar)

    def _volg(self, positie: int, sinds: float) -> None:
        """How long until a list has it."""
        vraag = {"vanafPositie": positie, "pageSize": 1}
        antwoord = self._client.get("/v1/dossiers", params=vraag)
        if antwoord.status_code == 200:
            with self.gemeten.slot:
                self.gemeten.achterstand.append(time.perf_counter() - sinds)

    def lees(self, nummer: int) -> None:
        """One of the questions officers ask all day."""
        soort = READS[nummer % len(READS)]
        dossier = self.dossiers[nummer % len(self.dossiers)]
        pad = {
            "dossier": dossier,
            "lijst": "/v1/dossiers",
            "termijnen": "/v1/termijnen",
            "gebeurtenissen": f"{dossier}/gebeurtenissen",
        }[soort]
        begin = time.perf_counter()
        antwoord = self._client.get(pad)
        self.gemeten.tel("lezen", antwoord.status_code, time.perf_counter() - begin)

    def stuur(self, per_seconde: float, seconden: float, deel_schrijven: float) -> float:
        """Ask at a steady rate for so long; the time it took."""
        begin = time.perf_counter()
        aantal = max(int(per_seconde * seconden), 1)
        elke = max(round(1 / deel_schrijven), 1)
        with ThreadPoolExecutor(64) as groep:
            for nummer in range(aantal):
                wacht = begin + nummer / per_seconde - time.perf_counter()
                if wacht > 0:
                    time.sleep(wacht)
                groep.submit(self.schrijf if nummer % elke == 0 else self.lees, nummer)
        return time.perf_counter() - begin


def percentiel(waarden: list[float], deel: float) -> float | None:
    """In milliseconds."""
    if not waarden:
        return None
    op_rij = sorted(waarden)
    return round(op_rij[min(int(len(op_rij) * deel), len(op_rij) - 1)] * 1000, 1)


def meet(gevraagd: argparse.Namespace) -> dict[str, object]:
    """One run."""
    with tempfile.TemporaryDirectory(prefix="handhaving-load-") as naam:
        map_ = Path(naam)
        subprocess.run(programma("migreer", map_=map_), check=True, capture_output=True)
        poort = vrije_poort()
        url = f"http://127.0.0.1:{poort}"
        dienst = subprocess.Popen(
            programma("serve", "--port", str(poort), map_=map_), stderr=subprocess.DEVNULL
        )
        try:
            wacht_op(url, dienst)
            gemeten = Gemeten()
            sleutel = token(map_, "dossierbehandelaar", "Atlas")
            bellers = Bellers(url, sleutel, Gemeten())
            bellers.stuur(50, gevraagd.warm, 1.0)
            bellers.gemeten = gemeten
            duur = bellers.stuur(gevraagd.per_seconde, gevraagd.seconden, gevraagd.schrijven)
        finally:
            dienst.terminate()
            dienst.wait(timeout=30)
    aantal = sum(gemeten.statussen.values())
    return {
        "gevraagdPerSeconde": gevraagd.per_seconde,
        "seconden": round(duur, 1),
        "vragen": aantal,
        "perSeconde": round(aantal / duur, 1),
        "fouten": sum(n for status, n in gemeten.statussen.items() if status >= 500),
        "statussen": {str(s): n for s, n in sorted(gemeten.statussen.items())},
        "lezenP50Ms": percentiel(gemeten.lezen, 0.5),
        "lezenP99Ms": percentiel(gemeten.lezen, 0.99),
        "schrijvenP50Ms": percentiel(gemeten.schrijven, 0.5),
        "schrijvenP99Ms": percentiel(gemeten.schrijven, 0.99),
        "zichtbaarP50Ms": percentiel(gemeten.achterstand, 0.5),
        "zichtbaarP99Ms": percentiel(gemeten.achterstand, 0.99),
        "gemiddeldMs": round(statistics.fmean(gemeten.lezen + gemeten.schrijven) * 1000, 1),
    }


def main() -> None:
    """Read the options, measure, print."""
    lezer = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    lezer.add_argument("--per-seconde", type=float, default=20.0)
    lezer.add_argument("--seconden", type=float, default=20.0)
    lezer.add_argument("--schrijven", type=float, default=0.25, help="welk deel schrijft")
    lezer.add_argument("--warm", type=float, default=3.0, help="seconden om warm te draaien")
    lezer.add_argument("--json", action="store_true")
    gemeten = meet(lezer.parse_args())
    if "--json" in sys.argv:
        print(json.dumps(gemeten))
        return
    for naam, waarde in gemeten.items():
        print(f"{naam:20} {waarde}")


if __name__ == "__main__":
    main()
