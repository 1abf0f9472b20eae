"""The same applications as the loops have."""

from __future__ import annotations

from tests.running.conftest import app, echte_app, echte_settings, kantoor, klok, settings

__all__ = ["app", "echte_app", "echte_settings", "kantoor", "klok", "settings"]
