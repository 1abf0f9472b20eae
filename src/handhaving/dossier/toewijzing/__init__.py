"""Wie welke gebeurtenis toekomt: dossiers samenvoegen en splitsen. Niets verhuist of verdwijnt."""
