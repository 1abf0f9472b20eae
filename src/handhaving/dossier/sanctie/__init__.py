"""Hoofdstuk sanctie: overmaking, verweer, voorstel, besluit en betekening."""
