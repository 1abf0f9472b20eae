"""Hoofdstuk vordering: brieven, saldo, betaling."""
