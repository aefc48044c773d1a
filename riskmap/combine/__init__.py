"""Combination rules, side by side: opportunity and risk in one order, both kept in sight."""

from riskmap.combine.combining import combine
from riskmap.combine.rules import priority

__all__ = ["combine", "priority"]
