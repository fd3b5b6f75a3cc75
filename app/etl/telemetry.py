"""Where telemetry goes: Azure Monitor where its connection string is set, else an OTLP endpoint, else a local file, else nowhere. One of them."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

from etl.errors import ConfigurationError
from etl.monitor import PipelineMonitor
from etl.otlp_file import FileMetricExporter, FileSpanExporter

if TYPE_CHECKING:
    from pathlib import Path

_FLUSH_MILLISECONDS = 10_000


@dataclass(frozen=True, slots=True)
class Destination:
    """The first that is set is taken. `otlp` only says that the standard OTEL_EXPORTER_OTLP_* variables are there; the exporter reads them itself."""

    azure_connection_string: str | None = None
    otlp: bool = False
    file: Path | None = None

    @property
    def label(self) -> str:
        """What is printed of it: never the connection string."""
        if self.azure_connection_string:
            return "azure-monitor"
        return "otlp" if self.otlp else f"file:{self.file}" if self.file else "none"


class Telemetry:
    """Owns the providers of a process; `close` sends what is left, for ten seconds at the most."""

    def __init__(self, destination: Destination, *, environment: str | None) -> None:
        self.monitor = PipelineMonitor()
        self._traces: TracerProvider | None = None
        self._metrics: MeterProvider | None = None
        exporters = _exporters(destination)
        if exporters is None:
            return
        span_exporter, metric_exporter = exporters
        resource = Resource.create({"service.name": "hiscox-etl", **({"deployment.environment.name": environment} if environment else {})})
        self._traces = TracerProvider(resource=resource, shutdown_on_exit=False)
        is_file = isinstance(span_exporter, FileSpanExporter)
        self._traces.add_span_processor(SimpleSpanProcessor(span_exporter) if is_file else BatchSpanProcessor(span_exporter))
        reader = PeriodicExportingMetricReader(metric_exporter, export_interval_millis=60_000)
        self._metrics = MeterProvider([reader], resource=resource, shutdown_on_exit=False)
        self.monitor = PipelineMonitor(self._traces.get_tracer("etl"), self._metrics.get_meter("etl"))

    def close(self) -> None:
        """Telemetry that can't be delivered never fails a run."""
        if self._metrics is not None:
            self._metrics.shutdown(timeout_millis=_FLUSH_MILLISECONDS)
        if self._traces is not None:
            self._traces.force_flush(_FLUSH_MILLISECONDS)
            self._traces.shutdown()


def _exporters(destination: Destination) -> tuple[Any, Any] | None:
    if destination.azure_connection_string:
        try:
            azure = importlib.import_module("azure.monitor.opentelemetry.exporter")
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                "APPLICATIONINSIGHTS_CONNECTION_STRING is set and the Azure Monitor exporter is not installed",
                suggestion="pip install 'hiscox-etl[azure]'",
            ) from error
        string = destination.azure_connection_string
        try:
            return azure.AzureMonitorTraceExporter(connection_string=string), azure.AzureMonitorMetricExporter(connection_string=string)
        except ValueError:
            # Its own message quotes the string, which is a key.
            raise ConfigurationError("APPLICATIONINSIGHTS_CONNECTION_STRING is no connection string of Application Insights") from None
    if destination.otlp:
        return OTLPSpanExporter(), OTLPMetricExporter()
    if destination.file is not None:
        return FileSpanExporter(destination.file), FileMetricExporter(destination.file)
    return None
