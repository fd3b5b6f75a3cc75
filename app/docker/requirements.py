"""Reduces a universal requirements.txt to what an image needs: markers are judged for the image's platform, not for this machine.

python app/docker/requirements.py FROM TO MACHINE PYTHON_VERSION
"""

import sys
from pathlib import Path

from packaging.requirements import Requirement


def reduced(text: str, machine: str, version: str) -> str:
    """The requirements that hold on Linux of that machine type and CPython of that version, each with its digests, without markers."""
    environment = {
        "extra": "",
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": "linux",
    }
    entries = []
    for line in text.replace("\\\n", " ").splitlines():
        specification, *digests = [part.strip() for part in line.split("--hash=")]
        if not specification or specification.startswith("#"):
            continue
        requirement = Requirement(specification)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            entries.append(" \\\n    ".join([f"{requirement.name}{requirement.specifier}", *(f"--hash={digest}" for digest in digests)]) + "\n")
    return "".join(entries)


def main(source: str, target: str, machine: str, version: str) -> None:
    """Reads FROM, writes TO."""
    Path(target).write_text(reduced(Path(source).read_text("utf-8"), machine, version), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
