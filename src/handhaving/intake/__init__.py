"""Intake: official KBI XML and JSON Lines become commands; what cannot be used is kept apart."""
