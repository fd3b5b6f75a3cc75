"""OpenTelemetry's SDK and exporters, set up for one process. Loaded where telemetry is sent, by etl.telemetry alone."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

from etl.errors import ConfigurationError
from etl.otlp_file import FileMetricExporter, FileSpanExporter

if TYPE_CHECKING:
    from opentelemetry.metrics import Meter
    from opentelemetry.trace import Tracer

    from etl.telemetry import Destination

_FLUSH_MILLISECONDS = 10_000
_EXPORT_EVERY_MILLISECONDS = 60_000


class Providers:
    """Spans to a file are written as they end; to a network they go in batches."""

    def __init__(self, destination: Destination, *, environment: str | None) -> None:
        span_exporter, metric_exporter = _exporters(destination)
        resource = Resource.create({"service.name": "hiscox-etl", **({"deployment.environment.name": environment} if environment else {})})
        self._traces = TracerProvider(resource=resource)
        is_file = isinstance(span_exporter, FileSpanExporter)
        self._traces.add_span_processor(SimpleSpanProcessor(span_exporter) if is_file else BatchSpanProcessor(span_exporter))
        reader = PeriodicExportingMetricReader(metric_exporter, export_interval_millis=_EXPORT_EVERY_MILLISECONDS)
        self._metrics = MeterProvider([reader], resource=resource)

    @property
    def tracer(self) -> Tracer:
        """For spans."""
        return self._traces.get_tracer("etl")

    @property
    def meter(self) -> Meter:
        """For metrics."""
        return self._metrics.get_meter("etl")

    def close(self) -> None:
        """Sends what is left."""
        self._metrics.shutdown(timeout_millis=_FLUSH_MILLISECONDS)
        self._traces.force_flush(_FLUSH_MILLISECONDS)
        self._traces.shutdown()


def _exporters(destination: Destination) -> tuple[Any, Any]:
    if destination.azure_connection_string:
        return _azure_exporters(destination.azure_connection_string)
    if destination.otlp:
        # Loaded here: it brings an HTTP client that a file needs not.
        traces = importlib.import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        metrics = importlib.import_module("opentelemetry.exporter.otlp.proto.http.metric_exporter")
        return traces.OTLPSpanExporter(), metrics.OTLPMetricExporter()
    if destination.file is None:
        raise ConfigurationError("telemetry has no destination")
    return FileSpanExporter(destination.file), FileMetricExporter(destination.file)


def _azure_exporters(connection_string: str) -> tuple[Any, Any]:
    try:
        azure = importlib.import_module("azure.monitor.opentelemetry.exporter")
    except ModuleNotFoundError as error:
        message = "APPLICATIONINSIGHTS_CONNECTION_STRING is set and the Azure Monitor exporter is not installed"
        raise ConfigurationError(message, suggestion="pip install 'hiscox-etl[azure]'") from error
    try:
        return azure.AzureMonitorTraceExporter(connection_string=connection_string), azure.AzureMonitorMetricExporter(connection_string=connection_string)
    except ValueError:
        # Its own message quotes the string, which is a key.
        raise ConfigurationError("APPLICATIONINSIGHTS_CONNECTION_STRING is no connection string of Application Insights") from None
