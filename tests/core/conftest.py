"""Properties are never timed: machines are noisy, and the first call loads tables."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
