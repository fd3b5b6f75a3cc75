"""Checks one column of a batch against its declaration: vectorised where all is well, value by value only where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.schema import Column

# Warehouses differ in what they hold beyond these; a date out of them is a slip of the pen.
_EARLIEST = date(1900, 1, 1)
_LATEST = date(2199, 12, 31)
_FORMS = {
    "integer": r"^-?[0-9]{1,18}$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "timestamp": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:?[0-9]{2})$",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`rows` is true where the column breaks its declaration in this way; null counts as false."""

    reason: str
    rows: pa.BooleanArray


@dataclass(frozen=True, slots=True)
class Checked:
    """The typed values, null where a value is missing or faulty, and what was found."""

    values: pa.Array
    faults: tuple[Fault, ...]


def arrow_type(column: Column) -> pa.DataType:
    """The type in which a column's values leave the checks."""
    match column.type:
        case "string":
            return pa.string()
        case "integer":
            return pa.int64()
        case "decimal":
            return pa.decimal128(column.precision, column.scale)
        case "date":
            return pa.date32()
        case "timestamp":
            return pa.timestamp("us", tz="UTC")


def check_column(column: Column, raw: pa.Array) -> Checked:
    """Total: every input gives values and faults, none raises."""
    faults: list[Fault] = []
    text, broken = _decoded(raw)
    if broken is not None:
        faults.append(Fault(f"{column.name}: not UTF-8", broken))
    if column.required and raw.null_count > 0:
        faults.append(Fault(f"{column.name}: missing", pc.is_null(raw)))
    checked = _check_string(column, text) if column.type == "string" else _check_typed(column, text)
    return Checked(checked.values, (*faults, *checked.faults))


def _decoded(raw: pa.Array) -> tuple[pa.Array, pa.BooleanArray | None]:
    """Text out of bytes; typed values as they are. The mask is there where bytes are no UTF-8."""
    if pa.types.is_dictionary(raw.type):
        raw = raw.dictionary_decode()
    if not pa.types.is_binary(raw.type):
        return raw, None
    try:
        return raw.cast(pa.string()), None
    except pa.ArrowInvalid:
        is_text = [value is None or _is_utf8(value) for value in raw.to_pylist()]
        good = pa.array(is_text, pa.bool_())
        return pc.if_else(good, raw, pa.scalar(None, raw.type)).cast(pa.string()), pc.invert(good)


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_string(column: Column, found: pa.Array) -> Checked:
    values = found if found.type == pa.string() else found.cast(pa.string())
    # Parquet may hold an empty text where a CSV has none.
    if pc.any(pc.equal(pc.binary_length(values), 0)).as_py():
        empty = pc.equal(values, "")
        values = pc.if_else(empty, pa.scalar(None, pa.string()), values)
        if column.required:
            return Checked(values, (Fault(f"{column.name}: missing", empty), *_string_faults(column, values)))
    return Checked(values, tuple(_string_faults(column, values)))


def _string_faults(column: Column, values: pa.StringArray) -> list[Fault]:
    """Each rule is judged over the whole batch; a rule that holds costs no mask."""
    rules: list[tuple[str, Callable[[], pa.BooleanArray]]] = []
    if column.pattern is not None:
        rules.append((f"does not match {column.pattern}", lambda: pc.match_substring_regex(values, f"^(?:{column.pattern})$")))
    elif column.values:
        allowed = pa.array(column.values, pa.string())
        rules.append(("not one of the declared values", lambda: pc.or_kleene(pc.is_in(values, allowed), pc.is_null(values))))
    else:
        if not column.multiline:
            rules.append(("holds a line break", lambda: pc.invert(pc.match_substring_regex(values, "[\r\n]"))))
        rules.append(("holds a NUL character", lambda: pc.invert(pc.match_substring(values, "\0"))))
    rules.append((f"longer than {column.max_length} characters", lambda: pc.less_equal(pc.utf8_length(values), column.max_length)))
    faults = []
    for reason, rule in rules:
        holds = rule()
        if not pc.all(holds).as_py():
            faults.append(Fault(f"{column.name}: {reason}", pc.invert(holds)))
    return faults


def _check_typed(column: Column, found: pa.Array) -> Checked:
    values = _halved(_shaped(column, found), arrow_type(column))
    faults: list[Fault] = []
    if values.null_count > found.null_count:
        faults.append(Fault(f"{column.name}: not a {_described(column)}", pc.and_(pc.is_valid(found), pc.is_null(values))))
    if column.type in ("date", "timestamp"):
        holds = _is_plausible(values)
        if not pc.all(holds).as_py():
            faults.append(Fault(f"{column.name}: not between {_EARLIEST} and {_LATEST}", pc.invert(holds)))
    return Checked(values, tuple(faults))


def _shaped(column: Column, found: pa.Array) -> pa.Array:
    """Text that has the declared form; null elsewhere. Arrow alone would also take 1e3, 0x1F and a time without seconds."""
    if not pa.types.is_string(found.type):
        return found
    has_form = pc.match_substring_regex(found, _form(column))
    return found if pc.all(has_form).as_py() else pc.if_else(has_form, found, pa.scalar(None, pa.string()))


def _is_plausible(values: pa.Array) -> pa.BooleanArray:
    if pa.types.is_date(values.type):
        first, last = pa.scalar(_EARLIEST, values.type), pa.scalar(_LATEST, values.type)
    else:
        first = pa.scalar(datetime(_EARLIEST.year, 1, 1, tzinfo=UTC), values.type)
        last = pa.scalar(datetime(_LATEST.year + 1, 1, 1, tzinfo=UTC), values.type)
    return pc.and_kleene(pc.greater_equal(values, first), pc.less_equal(values, last))


def _described(column: Column) -> str:
    return f"decimal({column.precision}, {column.scale})" if column.type == "decimal" else column.type


def _form(column: Column) -> str:
    if column.type == "decimal":
        whole, scale = column.precision - column.scale, column.scale
        return rf"^[+-]?[0-9]{{1,{whole}}}([.][0-9]{{1,{scale}}}0*)?$" if scale else rf"^[+-]?[0-9]{{1,{whole}}}$"
    return _FORMS[column.type]


def _halved(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """Casts what can be cast; null elsewhere. Values that have the form and are none, such as a 30th of February, are found by halving."""
    try:
        return values.cast(wanted)
    except pa.ArrowInvalid:
        if len(values) == 1:
            return pa.nulls(1, wanted)
        middle = len(values) // 2
        return pa.concat_arrays([_halved(values.slice(0, middle), wanted), _halved(values.slice(middle), wanted)])
