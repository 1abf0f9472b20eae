"""Which refusals the tests really provoke: after a whole run, none may be missing.

Every judging of a command in any test is overheard. A refusal counts for a command when its code
was among what that command was refused for, whether it answered or stood beside the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handhaving.cli.catalogus import weigeringen
from handhaving.dossier import keuring
from handhaving.dossier.basis import Weigering
from handhaving.dossier.decider import HOOFDSTUKKEN
from handhaving.dossier.opsomming import namen

if TYPE_CHECKING:
    from collections.abc import Iterator

Paar = tuple[str, str]
"""A command and the code of a refusal."""

NOOIT: frozenset[Paar] = frozenset({
    # They share their judging with MarkeerVlabelOverdrachtVerzonden, which alone is held up.
    ("BevestigVlabelOverdracht", "InvorderingIsOpgeschort"),
    ("BevestigVlabelOverdracht", "BeroepHangende"),
    ("WeigerVlabelOverdracht", "InvorderingIsOpgeschort"),
    ("WeigerVlabelOverdracht", "BeroepHangende"),
})  # fmt: skip
OORDEELT_OPNIEUW = frozenset({"ZetGebeurtenisRecht"})
"""Judges the command that it takes back or replaces: its refusals are those of every other."""

_SLEUTEL = pytest.StashKey[set[Paar]]()


def paren() -> set[Paar]:
    """Each command with the code of every refusal that its own judging can give."""
    codes = {klasse.__name__: klasse().code for klasse in weigeringen()}
    return {
        (handeling.opdracht.__name__, codes[naam])
        for hoofdstuk in HOOFDSTUKKEN
        for handeling in hoofdstuk.handelingen
        for naam in namen(handeling.keur, Weigering)
        if handeling.opdracht.__name__ not in OORDEELT_OPNIEUW
    } - NOOIT


def ontbreekt(gezien: set[Paar]) -> list[str]:
    """What was not provoked, a line each."""
    return [f"{opdracht}: {code}" for opdracht, code in sorted(paren() - gezien)]


@pytest.fixture(scope="session", autouse=True)
def beluisterd(pytestconfig: pytest.Config) -> Iterator[None]:
    """Overhear every judging of this process."""
    gezien = pytestconfig.stash.setdefault(_SLEUTEL, set())
    heel = keuring.weigeringen

    def weigeringen_en_onthoud(handeling: Any, opdracht: Any, *rest: Any) -> list[Weigering]:  # noqa: ANN401 - as it comes
        gevonden = heel(handeling, opdracht, *rest)
        gezien.update((type(opdracht).__name__, w.code) for w in gevonden)
        return gevonden

    with pytest.MonkeyPatch.context() as vervang:
        vervang.setattr(keuring, "weigeringen", weigeringen_en_onthoud)
        yield


def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ANN401 - as xdist calls it
    """Take over what a test process overheard."""
    geleerd = getattr(node, "workeroutput", {}).get("uitgelokt", ())
    node.config.stash.setdefault(_SLEUTEL, set()).update(map(tuple, geleerd))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Pass on what was overheard; after a whole run, fail when something is missing."""
    config = session.config
    gezien = config.stash.setdefault(_SLEUTEL, set())
    if hasattr(config, "workeroutput"):
        config.workeroutput["uitgelokt"] = sorted(gezien)
    elif _alles(config) and session.exitstatus == pytest.ExitCode.OK and ontbreekt(gezien):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which."""
    regels = ontbreekt(config.stash.setdefault(_SLEUTEL, set())) if _alles(config) else []
    if regels:
        terminalreporter.section("weigeringen die geen enkele toets uitlokt")
        for regel in regels:
            terminalreporter.write_line(regel)


def _alles(config: pytest.Config) -> bool:
    """Whether every test was asked for."""
    opties = config.option
    keuze = ("file_or_dir", "keyword", "markexpr", "lf", "deselect")
    return not any(getattr(opties, naam, None) for naam in keuze)
