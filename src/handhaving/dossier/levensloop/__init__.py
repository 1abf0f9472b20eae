"""Wat de persoon overkomt en wat met het dossier zelf gebeurt, naar zijn daden verdeeld."""
