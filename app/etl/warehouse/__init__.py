"""The warehouse port and its adapters."""

from etl.warehouse.dialect import Dialect
from etl.warehouse.port import Load, LoadCounts, LoadRecord, Warehouse

__all__ = ["Dialect", "Load", "LoadCounts", "LoadRecord", "Warehouse"]
