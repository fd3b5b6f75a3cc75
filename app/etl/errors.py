"""The errors of the ETL by who must act, each with its exit code. The codes are those of hx (docs/exit-codes.md)."""

from __future__ import annotations

from typing import Any


class EtlError(Exception):
    """A failure that is told to a person: what, where, the value, and what to type next."""

    exit_code = 1
    kind = "failure"

    def __init__(self, message: str, *, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


class ConfigurationError(EtlError):
    """Wrong flags, a wrong declaration or a missing setting. Nothing was changed."""

    exit_code = 2
    kind = "configuration"


class RefusedError(EtlError):
    """A delivery that can't be loaded as it is: the file, and why. Nothing of the run was loaded."""

    exit_code = 2
    kind = "refused"


class AuthenticationError(EtlError):
    """The warehouse refused the credentials, or there are none."""

    exit_code = 3
    kind = "authentication"


class WarehouseError(EtlError):
    """The warehouse could not be reached, or failed at a statement."""

    exit_code = 4
    kind = "warehouse"


class ExpectationError(EtlError):
    """The slots are not as the command needs them. Nothing was changed."""

    exit_code = 7
    kind = "expectation"


class GateFailedError(EtlError):
    """A data-quality gate does not hold; the results are complete and recorded, and travel with the error as JSON."""

    exit_code = 11
    kind = "gate"

    def __init__(self, message: str, *, results: dict[str, Any]) -> None:
        super().__init__(message, suggestion="correct the data at its source and load it again; the live slot is as it was")
        self.results = results


class LockedError(EtlError):
    """Another load works on the same schema."""

    exit_code = 12
    kind = "locked"
