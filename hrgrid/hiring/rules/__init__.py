"""Rules of hiring: words, scheme, arithmetic; pure."""
