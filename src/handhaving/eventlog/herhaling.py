"""The same command twice within one append: both backends answer it in the same way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handhaving.eventlog.log import CommandReused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from handhaving.eventlog.envelope import Commit, Door, Recorded


def fingerprint(commit: Commit) -> tuple[UUID, bytes, Door]:
    """What must be equal for two commits with one `opdracht_id` to be the same command."""
    return commit.dossier_id, commit.inhoud, commit.herkomst.door


@dataclass(frozen=True, slots=True)
class Unique:
    """Commits without their repeats, and which of them answers each of the given ones."""

    commits: tuple[Commit, ...]
    plaatsen: tuple[int, ...]

    def spread(self, antwoorden: Sequence[Recorded]) -> list[Recorded]:
        """One answer per given commit; a repeat gets the first one's, marked as a repeat."""
        if len(self.plaatsen) == len(antwoorden):
            return list(antwoorden)
        gezien: set[int] = set()
        uit: list[Recorded] = []
        for plaats in self.plaatsen:
            antwoord = antwoorden[plaats]
            uit.append(replace(antwoord, herhaald=True) if plaats in gezien else antwoord)
            gezien.add(plaats)
        return uit


def unique(commits: Sequence[Commit]) -> Unique:
    """Leave out repeats. Raises CommandReused where one id stands for two commands."""
    if len(commits) == 1:
        return Unique(tuple(commits), (0,))
    eerste: dict[UUID, int] = {}
    over: list[Commit] = []
    plaatsen: list[int] = []
    for commit in commits:
        opdracht_id = commit.herkomst.opdracht_id
        plaats = eerste.setdefault(opdracht_id, len(over))
        if plaats == len(over):
            over.append(commit)
        elif fingerprint(over[plaats]) != fingerprint(commit):
            raise CommandReused(opdracht_id)
        plaatsen.append(plaats)
    return Unique(tuple(over), tuple(plaatsen))
