"""The insurance ETL: ingestion, data quality and telemetry. What is exported here is the package's contract; `python -m etl` is its command line."""

from etl.ingestion import IngestionPipeline
from etl.monitor import PipelineMonitor
from etl.quality import DataQualityChecker

__all__ = ["DataQualityChecker", "IngestionPipeline", "PipelineMonitor"]
