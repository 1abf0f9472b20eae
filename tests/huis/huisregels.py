"""The house's own rules, as functions on a piece of source text; the tests beside it apply them."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

HUIS = Path(__file__).resolve().parents[2]
BRON = HUIS / "src" / "handhaving"
LEESMODELLEN = HUIS / "projections"
MAXIMUM_REGELS = 400

_KLOK_OF_TOEVAL = {
    "time": "een klok",
    "random": "toeval",
    "secrets": "toeval",
    "uuid6": "een id uit klok en toeval",
    "freezegun": "een klok",
    "os.urandom": "toeval",
    "os.environ": "de omgeving",
    "os.getenv": "de omgeving",
    "uuid.uuid1": "een id uit klok en toeval",
    "uuid.uuid4": "een id uit toeval",
    "uuid.uuid6": "een id uit klok en toeval",
    "uuid.uuid7": "een id uit klok en toeval",
    "uuid.uuid8": "een id uit toeval",
    "uuid.getnode": "de machine",
    "sqlalchemy.func.now": "de klok van de databank",
    "sqlalchemy.func.current_timestamp": "de klok van de databank",
    "sqlalchemy.func.current_date": "de klok van de databank",
    "sqlalchemy.func.random": "toeval van de databank",
}
_KLOKMETHODEN = {"now", "utcnow", "today"}
_SQL_KLOK = re.compile(
    r"\b(now\s*\(\s*\)|clock_timestamp|statement_timestamp|current_timestamp|current_date"
    r"|localtimestamp|random\s*\(\s*\)|gen_random_uuid|uuidv[47])",
    re.IGNORECASE,
)


def zonder_meting(**meer: str) -> dict[str, str]:
    """The environment for a process whose coverage says nothing about this checkout."""
    return {k: w for k, w in os.environ.items() if not k.startswith("COV")} | meer


def python_bestanden(*mappen: Path) -> list[Path]:
    """Every Python file of these folders (or files), in order."""
    gevonden: list[Path] = []
    for map_ in mappen:
        gevonden += [map_] if map_.is_file() else sorted(map_.rglob("*.py"))
    return gevonden


def klok_of_toeval(bron: str) -> list[str]:
    """Each place where this source reads a clock, chance or the environment: `regel: wat`."""
    boom = ast.parse(bron)
    lezer = _Kloklezer(
        documentatie={id(k.value) for k in ast.walk(boom) if isinstance(k, ast.Expr)}
    )
    lezer.visit(boom)
    return [f"{regel}: {wat}" for regel, wat in sorted(lezer.gevonden)]


class _Kloklezer(ast.NodeVisitor):
    """Follows what names stand for, and judges every use of one."""

    def __init__(self, documentatie: set[int]) -> None:
        self.documentatie = documentatie
        self.namen: dict[str, str] = {}
        self.gevonden: set[tuple[int, str]] = set()

    def keur(self, regel: int, naam: str) -> None:
        for verboden, wat in _KLOK_OF_TOEVAL.items():
            if naam == verboden or naam.startswith(verboden + "."):
                self.gevonden.add((regel, f"{naam} ({wat})"))

    def visit_Import(self, knoop: ast.Import) -> None:
        for deel in knoop.names:
            eerste = deel.name.split(".")[0]
            self.namen[deel.asname or eerste] = deel.name if deel.asname else eerste
            self.keur(knoop.lineno, deel.name)

    def visit_ImportFrom(self, knoop: ast.ImportFrom) -> None:
        for deel in knoop.names:
            naam = f"{knoop.module}.{deel.name}"
            self.namen[deel.asname or deel.name] = naam
            self.keur(knoop.lineno, naam)

    def visit_Attribute(self, knoop: ast.Attribute) -> None:
        naam = self.volle_naam(knoop)
        if naam:
            self.keur(knoop.lineno, naam)
        if knoop.attr in _KLOKMETHODEN:
            self.gevonden.add((knoop.lineno, f".{knoop.attr} (een klok)"))
        self.generic_visit(knoop)

    def visit_Constant(self, knoop: ast.Constant) -> None:
        if isinstance(knoop.value, str) and id(knoop) not in self.documentatie:
            for treffer in _SQL_KLOK.finditer(knoop.value):
                wat = f"{treffer.group(0)} in SQL (de klok of het toeval van de databank)"
                self.gevonden.add((knoop.lineno, wat))

    def volle_naam(self, knoop: ast.expr) -> str | None:
        if isinstance(knoop, ast.Name):
            return self.namen.get(knoop.id)
        if isinstance(knoop, ast.Attribute):
            links = self.volle_naam(knoop.value)
            return f"{links}.{knoop.attr}" if links else None
        return None


def te_lang(bron: str) -> bool:
    """Whether a file has more lines than a person reads in one go."""
    return len(bron.splitlines()) > MAXIMUM_REGELS


_LOS_EIND = re.compile(
    r"NotImplementedError"  # het patroon van de regel zelf
    r"|pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b"
    r"|#\s*(?:TODO|FIXME|HACK|XXX)\b"
    r"|\bassert True\b"  # het patroon van de regel zelf
    r"|type:\s*ignore(?!\[)"
    r"|#\s*noqa(?!:)"
    r"|#\s*pragma: no (?:cover|branch)(?!\s*-\s*\S)"
)


def losse_einden(bron: str) -> list[str]:
    """Stubs, skips, loose ignores: each is a defect. `regel: tekst`."""
    fouten = [
        f"{nummer}: {regel.strip()}"
        for nummer, regel in enumerate(bron.splitlines(), 1)
        if _LOS_EIND.search(regel)
    ]
    regels = bron.splitlines()
    vangers = (k for k in ast.walk(ast.parse(bron)) if isinstance(k, ast.ExceptHandler))
    stil = (k for k in vangers if all(_zegt_niets(deel, regels) for deel in k.body))
    return fouten + [f"{k.lineno}: een fout wordt ingeslikt" for k in stil]


def _zegt_niets(deel: ast.stmt, regels: list[str]) -> bool:
    """A statement that does nothing, and whose line does not say why."""
    niets = isinstance(deel, ast.Pass) or (
        isinstance(deel, ast.Expr) and isinstance(deel.value, ast.Constant)
    )
    return niets and "#" not in regels[deel.lineno - 1]


_ADRES = re.compile(  # with a ~ in each word, for this file, too, is read for addresses
    (
        r"in~dex-url|extra-in~dex|find-li~nks|files\.python~hosted|py~pi\.org|/sim~ple/"
        r"|resol~ved\"?\s*:|regis~try *[=:]"
    ).replace("~", "")
)


def indexadressen(tekst: str) -> list[str]:
    """Lines that name the address of a package index, or an option that does."""
    return [
        f"{nummer}: {regel.strip()[:100]}"
        for nummer, regel in enumerate(tekst.splitlines(), 1)
        if _ADRES.search(regel)
    ]


def derden(bron: str) -> set[str]:
    """The top-level packages this source imports, at run time or for types."""
    gevonden: set[str] = set()
    for knoop in ast.walk(ast.parse(bron)):
        if isinstance(knoop, ast.Import):
            gevonden |= {deel.name.split(".")[0] for deel in knoop.names}
        elif isinstance(knoop, ast.ImportFrom) and knoop.module and knoop.level == 0:
            gevonden.add(knoop.module.split(".")[0])
    return gevonden
