"""What the service answers when it does not do what was asked."""

from __future__ import annotations

from typing import Any


class Problemen(Exception):
    """A problem: its status and type, its faults (`issues`), and the whole answer."""

    def __init__(self, status: int, inhoud: dict[str, Any]) -> None:
        """Keep the answer; the message is its title and detail."""
        self.status = status
        self.inhoud = inhoud
        self.type = str(inhoud.get("type", "")).rpartition(":")[2]
        self.issues: list[dict[str, Any]] = inhoud.get("issues", [])
        delen = (inhoud.get("title"), inhoud.get("detail"))
        super().__init__(": ".join(str(deel) for deel in delen if deel))


class Geweigerd(Problemen):
    """The domain refuses: by which rule, on which facts, and what would be permitted now."""

    @property
    def code(self) -> str:
        """The name of the refusal, as in the law of this domain."""
        return str(self.inhoud.get("code", ""))

    @property
    def feiten(self) -> dict[str, Any]:
        """What it rests on."""
        feiten: dict[str, Any] = self.inhoud.get("feiten", {})
        return feiten

    @property
    def mogelijk(self) -> list[str]:
        """The commands that would be accepted, or that take the obstacle away."""
        return [str(naam) for naam in self.inhoud.get("mogelijk", [])]

    @property
    def bevestiging(self) -> str | None:
        """For what may be there already: the token with which to insist."""
        gegeven = self.inhoud.get("bevestiging")
        return None if gegeven is None else str(gegeven)


class Verouderd(Problemen):
    """Somebody changed the dossier since it was read: read it again and decide again."""


def fout_van(status: int, inhoud: dict[str, Any]) -> Problemen:
    """The exception for an answer."""
    if status == 412:
        return Verouderd(status, inhoud)
    return (Geweigerd if status == 409 else Problemen)(status, inhoud)
