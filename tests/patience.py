"""How long a test waits for what must come.

A wait ends as soon as its state is there, so only a test that fails ever waits this long: the
number says when to give up, not how fast the program is. It is far beyond what the slowest and
busiest machine needs.
"""

from __future__ import annotations

SECONDS = 120
MILLISECONDS = 1_000 * SECONDS
