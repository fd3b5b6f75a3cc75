"""An ingestion from a folder of files to a schema of the warehouse: all files, or nothing; once a run id."""

from __future__ import annotations

import json
import re
import time
import uuid
from typing import TYPE_CHECKING

from etl.delivery import Delivery
from etl.environment import from_environment
from etl.errors import ConfigurationError, RefusedError
from etl.monitor import PipelineMonitor
from etl.quarantine import Quarantine, quarantine
from etl.result import IngestionResult, TableResult, peak_memory_bytes
from etl.schema import Schema, Table, load_schema
from etl.source import digest_of, find_files
from etl.warehouse.port import Load, LoadRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from etl.batches import SourceFile
    from etl.warehouse import Warehouse

PIPELINE_NAME = "ingestion"
_run_id = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class IngestionPipeline:
    """Loads every file of `source` in one transaction. The same run id again changes nothing; other content under it is refused."""

    def __init__(
        self,
        source: Path,
        warehouse: Warehouse,
        *,
        schema: Schema | None = None,
        monitor: PipelineMonitor | None = None,
        run_id: str | None = None,
    ) -> None:
        self._source = source
        self._warehouse = warehouse
        self._schema = load_schema() if schema is None else schema
        self._monitor = PipelineMonitor() if monitor is None else monitor
        self.run_id = f"run-{uuid.uuid4()}" if run_id is None else run_id
        if _run_id.fullmatch(self.run_id) is None:
            raise ConfigurationError(f"{run_id!r} is no run id", suggestion="up to 128 of A-Z a-z 0-9 . _ : -")

    @classmethod
    def from_environment(cls, *, run_id: str | None = None) -> IngestionPipeline:
        """Source, warehouse and schema from HX_LANDING_DIR, PG* or DATABRICKS_*, and HX_SLOT_SCHEMA."""
        settings = from_environment()
        return cls(settings.landing(), settings.warehouse(), monitor=settings.monitor(), run_id=run_id)

    def run(self, batch_size: int = 10_000) -> IngestionResult:
        """`batch_size` is the number of rows that are checked and sent at a time, and so the bound of memory. Raises EtlError; nothing is loaded then."""
        if not 1 <= batch_size <= 1_000_000:
            raise ConfigurationError(f"a batch has 1 to 1,000,000 rows, found {batch_size}")
        began = time.monotonic()
        with self._monitor.pipeline(PIPELINE_NAME, self.run_id):
            files = find_files(self._source, self._schema)
            with self._warehouse.begin_load(self.run_id) as load:
                recorded = load.recorded()
                tables = self._same_again(files, recorded) if recorded else self._load(files, load, batch_size)
            result = IngestionResult(
                run_id=self.run_id,
                schema=self._warehouse.schema,
                status="already_loaded" if recorded else "loaded",
                duration_seconds=round(time.monotonic() - began, 3),
                peak_memory_bytes=peak_memory_bytes(),
                tables=tables,
            )
            self._monitor.record_rows(result)
        return result

    def _load(self, files: Sequence[SourceFile], load: Load, batch_size: int) -> tuple[TableResult, ...]:
        with quarantine() as apart:
            tables = tuple(
                self._load_table(table, of_table, load, batch_size, apart)
                for table in self._schema.tables
                if (of_table := [file for file in files if file.table.name == table.name])
            )
            if not apart.is_empty:
                load.quarantine(apart.rows())
        return tables

    def _load_table(self, table: Table, files: Sequence[SourceFile], load: Load, batch_size: int, apart: Quarantine) -> TableResult:
        delivery = Delivery(files, batch_size, self._schema.max_quarantined_share, apart)
        counts = load.load(table, delivery.batches())
        read = sum(one.read for one in delivery.counts)
        kept_apart = sum(one.quarantined for one in delivery.counts) + counts.duplicates
        if kept_apart > read * self._schema.max_quarantined_share:
            raise RefusedError(f"{table.name}: {counts.duplicates} of {read} rows repeat a {table.key} of the same delivery")
        reasons = dict(apart.reasons.get(table.name, {}))
        if counts.duplicates:
            reasons[f"{table.key}: came before in the same delivery"] = counts.duplicates
        sources = {one.file.name: one.digest for one in delivery.counts}
        load.record(LoadRecord(table.name, _canonical(sources), read, counts.inserted, counts.updated, kept_apart))
        return TableResult(
            table=table.name,
            files=sources,
            bytes=sum(one.size for one in delivery.counts),
            read=read,
            inserted=counts.inserted,
            updated=counts.updated,
            unchanged=read - kept_apart - counts.inserted - counts.updated,
            quarantined=kept_apart,
            reasons=reasons,
            formulas=dict(delivery.formulas),
        )

    def _same_again(self, files: Sequence[SourceFile], recorded: Sequence[LoadRecord]) -> tuple[TableResult, ...]:
        found: dict[str, dict[str, str]] = {}
        for file in files:
            found.setdefault(file.table.name, {})[file.name] = digest_of(file.path)
        loaded = {record.table: json.loads(record.sources) for record in recorded}
        if found != loaded:
            differing = sorted({name for name in found.keys() | loaded.keys() if found.get(name) != loaded.get(name)})
            raise RefusedError(f"run {self.run_id} has loaded other files of {', '.join(differing)}", suggestion="give another delivery its own run id")
        return tuple(
            TableResult(
                table=record.table,
                files=loaded[record.table],
                bytes=sum(file.path.stat().st_size for file in files if file.table.name == record.table),
                read=record.rows_read,
                inserted=record.inserted,
                updated=record.updated,
                unchanged=record.rows_read - record.quarantined - record.inserted - record.updated,
                quarantined=record.quarantined,
                reasons={},
                formulas={},
            )
            for record in recorded
        )


def _canonical(sources: dict[str, str]) -> str:
    return json.dumps(sources, sort_keys=True)
