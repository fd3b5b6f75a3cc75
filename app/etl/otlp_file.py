"""Writes telemetry to a file as OTLP/JSON, one message a line, as the OpenTelemetry Collector's file receiver reads it."""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import MessageToDict
from opentelemetry.exporter.otlp.proto.common.metrics_encoder import encode_metrics
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.metrics.export import MetricExporter, MetricExportResult
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from google.protobuf.message import Message
    from opentelemetry.sdk.metrics.export import MetricsData
    from opentelemetry.sdk.trace import ReadableSpan

# OTLP/JSON writes ids as hex where protobuf's JSON has base64.
_IDS = {"traceId", "spanId", "parentSpanId"}


class FileSpanExporter(SpanExporter):
    """Appends spans."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """FAILURE where the file can't be written; a run goes on without it."""
        return SpanExportResult.SUCCESS if _append(self._path, encode_spans(spans)) else SpanExportResult.FAILURE


class FileMetricExporter(MetricExporter):
    """Appends metrics."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def export(self, metrics_data: MetricsData, timeout_millis: float = 10_000, **kwargs: Any) -> MetricExportResult:  # noqa: ARG002, ANN401
        """FAILURE where the file can't be written; a run goes on without it."""
        return MetricExportResult.SUCCESS if _append(self._path, encode_metrics(metrics_data)) else MetricExportResult.FAILURE

    def force_flush(self, timeout_millis: float = 10_000) -> bool:  # noqa: ARG002
        """Nothing is held back."""
        return True

    def shutdown(self, timeout_millis: float = 30_000, **kwargs: Any) -> None:  # noqa: ANN401
        """Nothing is open."""


def _append(path: Path, message: Message) -> bool:
    """One write in append mode, so that lines of processes that run side by side stay whole."""
    line = json.dumps(_with_hex_ids(MessageToDict(message, use_integers_for_enums=True)), separators=(",", ":")) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode("utf-8"))
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return True


def _with_hex_ids(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {key: base64.b64decode(one).hex() if key in _IDS and isinstance(one, str) else _with_hex_ids(one) for key, one in value.items()}
    return [_with_hex_ids(one) for one in value] if isinstance(value, list) else value
