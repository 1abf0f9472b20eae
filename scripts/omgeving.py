"""Makes the virtual environment of this checkout, and keeps it equal to its lock file.

`omgeving.py actueel basis|dev` exits 0 when `.venv` stands and its stamp equals the lock;
`omgeving.py maak basis|dev` makes that so. Standard library only: it runs before anything else.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HUIS = Path(__file__).resolve().parent.parent
SLOT = {"basis": "requirements.txt", "dev": "requirements-dev.txt"}


def stempel(huis: Path, niveau: str) -> str:
    """What the environment was made from: lock, packaging data, place."""
    pyproject = tomllib.loads((huis / "pyproject.toml").read_text(encoding="utf-8"))
    delen = {
        "slot": (huis / SLOT[niveau]).read_text(encoding="utf-8"),
        "pakket": [
            pyproject.get("project"),
            pyproject.get("build-system"),
            pyproject.get("tool", {}).get("hatch"),
        ],
        "plaats": str(huis),
    }
    return hashlib.sha256(json.dumps(delen, sort_keys=True).encode()).hexdigest()


def gestempeld(huis: Path) -> dict[str, str]:
    """The stamps in `.venv`: level → digest. None, or an unreadable file: nothing is up to date."""
    try:
        inhoud = json.loads((huis / ".venv" / "handhaving.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return inhoud if isinstance(inhoud, dict) else {}


def is_actueel(huis: Path, niveau: str) -> bool:
    """Whether `.venv` was completely made from the present lock file, at the present place."""
    return gestempeld(huis).get(niveau) == stempel(huis, niveau)


def _bruikbaar(huis: Path) -> bool:
    """Whether `.venv` has an interpreter and a pip that run, and was made at this place."""
    interpreter = huis / ".venv" / "bin" / "python"
    if not interpreter.exists() or gestempeld(huis).get("plaats") not in {None, str(huis)}:
        return False
    proef = subprocess.run(
        [interpreter, "-m", "pip", "--version"], capture_output=True, check=False
    )
    return proef.returncode == 0


@contextmanager
def alleen(huis: Path) -> Iterator[None]:
    """Hold the folder `scripts`: of two scripts that start at once, the second one waits."""
    map_ = os.open(huis / "scripts", os.O_RDONLY)
    try:
        fcntl.flock(map_, fcntl.LOCK_EX)
        yield
    finally:
        os.close(map_)


def maak(huis: Path, niveau: str) -> None:
    """Make or refresh `.venv`; the stamp comes last, so an interrupted run is done again."""
    with alleen(huis):
        if is_actueel(huis, niveau):
            return
        omgeving = huis / ".venv"
        if not _bruikbaar(huis):
            versie = ".".join(map(str, sys.version_info[:3]))
            print(f"omgeving: .venv wordt gemaakt met Python {versie}", file=sys.stderr)
            _voer_uit(sys.executable, "-m", "venv", "--clear", str(omgeving))
        print(f"omgeving: pakketten uit {SLOT[niveau]} worden geplaatst", file=sys.stderr)
        pip = [str(omgeving / "bin" / "python"), "-m", "pip", "install", "-qq", "--no-input"]
        pip += ["--disable-pip-version-check", "--no-deps"]
        _voer_uit(*pip, "--require-hashes", "-r", str(huis / SLOT[niveau]))
        _voer_uit(*pip, "--no-build-isolation", "--editable", str(huis))
        klaar = {k: v for k, v in gestempeld(huis).items() if k in SLOT}
        klaar |= {"plaats": str(huis), niveau: stempel(huis, niveau)}
        if niveau == "dev":  # requirements-dev.txt houdt alles van requirements.txt in
            klaar["basis"] = stempel(huis, "basis")
        (omgeving / "handhaving.json").write_text(json.dumps(klaar, indent=1), encoding="utf-8")


def _voer_uit(*opdracht: str) -> None:
    subprocess.run(opdracht, check=True, stdin=subprocess.DEVNULL)


def main(argumenten: list[str]) -> int:
    """`actueel NIVEAU` or `maak NIVEAU`."""
    match argumenten:
        case ["actueel", niveau] if niveau in SLOT:
            return 0 if is_actueel(HUIS, niveau) else 1
        case ["maak", niveau] if niveau in SLOT:
            try:
                maak(HUIS, niveau)
            except subprocess.CalledProcessError as fout:
                print(
                    "omgeving: het plaatsen is mislukt (zie hierboven). Nodig is toegang tot een"
                    " pakketindex, zoals pip die kent. Opnieuw starten gaat verder.",
                    file=sys.stderr,
                )
                return fout.returncode or 1
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
