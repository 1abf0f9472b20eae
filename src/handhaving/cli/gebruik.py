"""Wrong use, told in Dutch: what the parser of the arguments says in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from handhaving.cli import fouten, uitvoer

if TYPE_CHECKING:
    import typer

_ENGELS = (
    (r"Missing option '(.+?)'.*", r"de optie \1 ontbreekt"),
    (r"Missing argument '(.+?)'.*", r"het argument \1 ontbreekt"),
    (r"Missing command.*", r"er staat niet bij wat u wilt doen"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", r"de optie \1 bestaat niet"),
    (r"No such command '(.+?)'.*", r"\1 bestaat niet"),
    (r"Got unexpected extra argument\S* \((.+)\)", r"te veel argumenten: \1"),
    (r"Option '(.+?)' requires .*argument.*", r"de optie \1 vraagt een waarde"),
    (r"Option '(.+?)' does not take a value.*", r"de optie \1 neemt geen waarde"),
    (r"Invalid value for '?(.+?)'?: (.+)", r"de waarde van \1 is ongeldig: \2"),
)
_REDENEN = {
    "uuid_parsing": "dit is geen UUID",
    "uuid_type": "dit is geen UUID",
    "int_parsing": "dit is geen geheel getal",
    "int_parsing_size": "dit getal is te groot",
    "int_from_float": "dit is geen geheel getal",
    "float_parsing": "dit is geen getal",
    "bool_parsing": "dit is geen ja of nee",
    "greater_than_equal": "dit is minder dan {ge}",
    "greater_than": "dit moet meer zijn dan {gt}",
    "less_than_equal": "dit is meer dan {le}",
    "less_than": "dit moet minder zijn dan {lt}",
}
"""Why a value does not fit, by the type of the error."""

_KEUZE = re.compile(r"(?:Value error, )?'(.*)' is not (?:one of )?('.+')\.?", re.DOTALL)


def in_het_nederlands(zin: str) -> str:
    """The parser speaks English; these are its sentences in the language of the user."""
    for engels, nederlands in _ENGELS:
        gevonden = re.fullmatch(engels, zin, re.DOTALL)
        if gevonden:
            return gevonden.expand(nederlands)
    return zin


def boodschap(fout: typer.TyperException) -> str:
    """What is wrong with the arguments, without a full stop."""
    oorzaak = fout.__cause__
    zin = fout.format_message()
    if isinstance(oorzaak, ValidationError):
        zin = zin.replace(fout.message, _reden(oorzaak))
    return in_het_nederlands(zin).rstrip(".")


def _reden(oorzaak: ValidationError) -> str:
    eerste = oorzaak.errors(include_url=False)[0]
    keuze = _KEUZE.fullmatch(eerste["msg"])
    if keuze:
        return f"'{keuze[1]}' is geen van {keuze[2].replace(chr(39), '')}"
    reden = _REDENEN.get(eerste["type"], "deze waarde past hier niet")
    return reden.format_map(eerste.get("ctx", {}))


def toon(fout: typer.TyperException, *, json: bool) -> int:
    """Tell it, and return the exit code; without any argument, the help is the answer."""
    if fout.format_message().startswith("Usage: "):
        uitvoer.meld(fout.format_message())
        return 2
    gezegd = boodschap(fout)
    if json:
        uitvoer.druk_json({"fout": "VerkeerdGebruik", "boodschap": fouten.zin(gezegd)})
        return 2
    uitvoer.meld(f"Verkeerd gebruik: {gezegd}.")
    uitvoer.meld("Hulp: voeg --help toe.")
    return 2
