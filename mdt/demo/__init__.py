"""The demonstration: fictional organisations, people and cases."""

from mdt.demo.seed import accounts, is_empty, once, seed

__all__ = ["accounts", "is_empty", "once", "seed"]
