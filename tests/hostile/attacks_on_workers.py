"""What a worker of a cluster has beyond a grader's machine: its folders, its key, Dask's settings, and its ports."""

from __future__ import annotations

from attacks_on_secrets import file, reading
from attacks_on_the_machine import doing

ON_WORKERS = (
    file("reads-the-key-of-a-worker", "$key"),
    file("reads-dasks-configuration", "$settings/distributed.yaml"),
    file("reads-what-a-worker-wrote", "$worker/log"),
    reading(
        "lists-the-folder-of-a-worker",
        "import os\nfor name in os.listdir('$worker'):\n    if name != 'tmp': tell(name)",
    ),
    reading(
        "walks-through-what-dask-keeps-on-the-disk",
        "import glob\nfor path in glob.glob('$worker/tmp/descent-worker-*/**', recursive=True): tell(path)",
    ),
    reading(
        "looks-for-dask-in-its-environment",
        "import os\nfor name, value in os.environ.items():\n    if name.startswith('DASK_'): tell(f'{name}={value}')",
        there="import os\nos.environ['DASK_TEMPORARY_DIRECTORY'] = 'x'",
    ),
    reading("reads-the-environment-of-a-worker", "tell(open('/proc/$process/environ').read())"),
    reading("reads-the-arguments-of-a-worker", "tell(open('/proc/$process/cmdline').read())"),
    reading("reads-which-memory-a-worker-has", "tell(open('/proc/$process/maps').read())"),
    reading("reads-the-key-by-the-root-of-a-worker", "tell(open('/proc/$process/root$key').read())"),
    reading(
        "connects-to-the-scheduler",
        "import socket\ntell(str(socket.create_connection(('127.0.0.1', $scheduler), timeout=3).getpeername()))",
    ),
    reading(
        "connects-to-a-worker",
        "import socket\ntell(str(socket.create_connection(('127.0.0.1', $listening), timeout=3).getpeername()))",
    ),
    reading(
        "finds-the-ports-that-are-open",
        "for line in open('/proc/net/tcp'):\n    if ':%04X ' % $scheduler in line: tell(line)",
    ),
    doing("escaping", "signals-a-worker", "import os\nos.kill($process, 0)\ndid('a signal')"),
    doing(
        "writing",
        "puts-files-where-a-worker-is",
        "import os\nopen('$worker/planted', 'w').close()\nos.unlink('$worker/planted')\ndid('a file of a worker')",
    ),
    doing(
        "writing",
        "changes-dasks-configuration",
        "open('$settings/distributed.yaml', 'r+').close()\ndid('may write there')",
    ),
    doing("writing", "replaces-the-key-of-a-worker", "open('$key', 'r+').close()\ndid('may write there')"),
)
