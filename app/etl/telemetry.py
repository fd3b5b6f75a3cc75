"""Where telemetry goes: Azure Monitor where its connection string is set, else an OTLP endpoint, else a local file, else nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.monitor import PipelineMonitor

if TYPE_CHECKING:
    from pathlib import Path

    from etl.telemetry_sdk import Providers


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
    """Owns a process's telemetry; `close` sends what is left, for ten seconds at the most. Raises ConfigurationError for a destination that can't be had."""

    def __init__(self, destination: Destination, *, environment: str | None) -> None:
        self.monitor = PipelineMonitor()
        self._providers: Providers | None = None
        if destination.label != "none":
            # The SDK takes half of a command's start, and most runs on a laptop send nothing.
            from etl.telemetry_sdk import Providers  # noqa: PLC0415

            self._providers = Providers(destination, environment=environment)
            self.monitor = PipelineMonitor(self._providers.tracer, self._providers.meter)

    def close(self) -> None:
        """Telemetry that can't be delivered never fails a run."""
        if self._providers is not None:
            self._providers.close()
