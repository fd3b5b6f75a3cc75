"""Makes deliveries of any size, clean or dirty in known shares: the same seed and date give the same bytes."""

from etl.generate.deliver import GeneratedFile, deliver
from etl.generate.dirt import Dirt

__all__ = ["Dirt", "GeneratedFile", "deliver"]
