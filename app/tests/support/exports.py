"""Stack exports as `hx export` prints them, cut to what app steps read."""

from __future__ import annotations

import json
from typing import Any


def export(*stacks: dict[str, Any]) -> str:
    return json.dumps({"version": 1, "stacks": list(stacks)})


def stack(program: str, env: str = "dev", region: str = "eastus", cloud: str = "azure", **outputs: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "cloud": cloud,
        "project": "hiscox-etl",
        "program": program,
        "stack": f"{env}-{region}",
        "env": env,
        "region": region,
        "outputs": outputs,
    }


LAKEHOUSE = {
    "warehouseHttpPath": "/sql/1.0/warehouses/1a2b",
    "catalog": "insurance_dev_eus",
    "liveSchema": "insurance",
    "blueSchema": "insurance_blue",
    "greenSchema": "insurance_green",
    "blueVolume": "/Volumes/insurance_dev_eus/insurance_blue/etl",
    "greenVolume": "/Volumes/insurance_dev_eus/insurance_green/etl",
    "landingVolume": "/Volumes/insurance_dev_eus/insurance/landing",
}
PLATFORM = {"databricksUrl": "https://adb-1.2.azuredatabricks.net", "liveSlot": "blue"}


def both(**where: Any) -> str:
    return export(stack("platform", **where, **PLATFORM), stack("lakehouse", **where, **LAKEHOUSE))
