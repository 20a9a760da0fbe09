"""The demonstration: fictional organisations, people and cases, played through the real services."""

from mdt.demo.seed import accounts, is_empty, seed

__all__ = ["accounts", "is_empty", "seed"]
