"""Issued papers: number series, signing keys, certificates and what became of them."""
