"""Starts a program, waits, and prints its time and peak memory as JSON. Imports next to nothing, so that its own memory hides none of the program's."""

import json
import os
import sys
import time

reading, writing = os.pipe()
began = time.monotonic()
child = os.posix_spawn(
    sys.argv[1],
    sys.argv[1:],
    dict(os.environ),
    file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_DUP2, writing, 2), (os.POSIX_SPAWN_CLOSE, reading)],
)
os.close(writing)
with os.fdopen(reading, "rb") as pipe:
    output = pipe.read()
_, status, usage = os.wait4(child, 0)
mebibyte = 2**20 if sys.platform == "darwin" else 2**10
print(
    json.dumps(
        {
            "status": status,
            "seconds": time.monotonic() - began,
            "memory": usage.ru_maxrss / mebibyte,
            "output": output.decode("utf-8", "replace")[-2000:],
        }
    )
)
