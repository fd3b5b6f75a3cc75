"""Data quality: declared checks, one scan a table, scores with a history."""

from etl.quality.checker import DataQualityChecker
from etl.quality.declaration import load_checks
from etl.quality.report import CheckResult, QualityReport

__all__ = ["CheckResult", "DataQualityChecker", "QualityReport", "load_checks"]
