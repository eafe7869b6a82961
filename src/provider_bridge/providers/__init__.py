"""The vendors, one package each: their words stay in here."""
