"""The papers of exits, with receipts."""
