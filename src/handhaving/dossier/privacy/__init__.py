"""Hoofdstuk privacy: de rechten van wie in het dossier staat (AVG art. 15 tot 18)."""
