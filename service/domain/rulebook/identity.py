"""Where the rules stand: in one stream, the same everywhere."""

from uuid import UUID

RULEBOOK_ID = UUID("3d1b6f0e-52a7-5c43-9f0e-8a6b7c1d2e30")
