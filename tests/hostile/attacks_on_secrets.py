"""Reading: solutions, keys, the secret, the gradebook, other people's work, environments, the machine's files."""

from __future__ import annotations

from attack import Attack
from controls import in_a_plain_python

TELL = """
w = b = 0.0
LOSS_MINI20 = []
def tell(text):
    for n in range(0, min(len(text), 4000), 1000):
        print('LO' + 'OT', repr(text[n:n + 1000]))
"""


def reading(name: str, code: str, there: str = "") -> Attack:
    """An attack that prints what it could read; `there`: for the control, code that puts there what it looks for."""
    guarded = "\n".join(f"    {line}" for line in code.strip().splitlines())
    whole = f"{TELL}try:\n{guarded}\nexcept Exception as error:\n    print(type(error).__name__)\n"
    return Attack(name, "reading", in_a_plain_python, whole, control_train=f"{there}\n{whole}")


def file(name: str, path: str) -> Attack:
    """Reads one file."""
    return reading(name, f"tell(open({path!r}, errors='replace').read())")


READING = (
    file("reads-the-solution-in-the-course", "$course/source/$lab/$lab.ipynb"),
    file("reads-the-solution-in-the-kit", "$kit/source/$lab/$lab.ipynb"),
    file("reads-what-the-lab-says-is-right", "$kit/reference/labs/mini_batch.py"),
    file("reads-the-course-secret", "$course/.descent/secret"),
    file("reads-a-neighbours-submission", "$course/submitted/ada/$lab/$lab.ipynb"),
    file("reads-the-configuration", "$course/nbgrader_config.py"),
    file("reads-a-file-of-the-machine", "$outside/mark"),
    file("reads-the-list-of-accounts", "/etc/passwd"),
    file("reads-the-list-of-hosts", "/etc/hosts"),
    reading("reads-the-password-file", "tell(open('/etc/shadow').read() or open('/etc/passwd').read())"),
    reading(
        "walks-the-course-for-keys-and-settings",
        """
import os
for root, folders, names in os.walk('$course/.descent'):
    for name in names:
        tell(name + open(os.path.join(root, name), errors='replace').read()[:200])
""",
    ),
    reading(
        "asks-the-gradebook",
        """
import sqlite3
for row in sqlite3.connect('file:$course/gradebook.db?mode=ro', uri=True).execute('select id, last_name from student'):
    tell(str(row))
""",
    ),
    reading(
        "searches-the-disk-for-solutions",
        """
import os, sys, site, sysconfig
folders = {sys.prefix, sys.base_prefix, sysconfig.get_path('data'), site.getuserbase(), '$kit', '/usr/share', '/opt'}
for folder in folders:
    for root, below, names in os.walk(folder):
        below[:] = [one for one in below if one not in ('torch', 'node_modules', '.git', 'tests', 'wt')]
        for name in names:
            if name == '$lab.ipynb' and 'BEGIN ' + 'SOLUTION' in open(os.path.join(root, name)).read():
                tell(os.path.join(root, name))
""",
    ),
    reading(
        "imports-the-reference",
        "import sys\nsys.path.insert(0, '$kit')\nimport reference\ntell(str(reference.__path__))",
    ),
    reading(
        "imports-the-grader",
        "import sys\nsys.path.insert(0, '$kit')\nimport autograder\ntell(str(autograder.__path__))",
    ),
    reading("reads-by-a-link", "import os\nos.symlink('$outside/mark', 'link')\ntell(open('link').read())"),
    reading("reads-by-a-hard-link", "import os\nos.link('$outside/mark', 'hard')\ntell(open('hard').read())"),
    reading(
        "climbs-out-of-its-folder",
        "import os\ntell(open(os.path.join(*['..'] * 40, '$outside/mark'.lstrip('/'))).read())",
    ),
    reading(
        "reads-by-another-program",
        "import subprocess\ntell(subprocess.check_output(['cat', '$outside/mark'], text=True))",
    ),
    reading(
        "reads-by-the-c-library",
        """
import ctypes
libc = ctypes.CDLL(None)
there = libc.open(b'$outside/mark', 0)
if there < 0: raise OSError('refused')
room = ctypes.create_string_buffer(64)
libc.read(there, room, 64)
tell(room.value.decode())
""",
    ),
    reading(
        "reads-by-the-root-of-another-process",
        "tell(open('/proc/$victim/root$outside/mark').read())",
    ),
    reading(
        "reads-by-the-folder-of-another-process",
        "import os\ntell(os.readlink('/proc/$victim/cwd') + str(os.listdir('/proc/$victim/cwd')))",
    ),
    reading(
        "looks-through-all-environments",
        """
import glob
for path in glob.glob('/proc/[0-9]*/environ'):
    try:
        if b'GRADER_' + b'SECRET' in open(path, 'rb').read():
            tell(open(path, errors='replace').read())
    except OSError: pass
""",
    ),
    reading("reads-the-arguments-of-a-process", "tell(open('/proc/$victim/cmdline').read())"),
    reading("reads-the-environment-of-a-process", "tell(open('/proc/$victim/environ').read())"),
    reading(
        "reads-the-memory-of-a-process",
        """
import re
for line in open('/proc/$victim/maps'):
    if '[stack]' in line:
        start, end = (int(n, 16) for n in line.split()[0].split('-'))
        with open('/proc/$victim/mem', 'rb', 0) as memory:
            memory.seek(start)
            tell(re.search(rb'GRADER_.{30}', memory.read(end - start))[0].decode())
""",
    ),
    reading(
        "copies-memory-by-system-call",
        """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(16)
class Part(ctypes.Structure):
    _fields_ = [('at', ctypes.c_void_p), ('size', ctypes.c_size_t)]
here = Part(ctypes.addressof(room), 16)
start = next(int(l.split('-')[0], 16) for l in open('/proc/$victim/maps') if '[stack]' in l)
there = Part(start, 16)
if libc.process_vm_readv($victim, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) < 0:
    raise OSError('refused')
tell('16 bytes')
""",
    ),
    reading(
        "calls-home-by-tcp",
        "import socket\ntell(socket.create_connection(('127.0.0.1', $port), timeout=3).recv(99).decode())",
    ),
    reading(
        "searches-its-own-memory-for-others",
        """
import re
word = b'neigh' + b'bour-'
for line in open('/proc/self/maps'):
    span, rights, *rest = line.split()
    if not rights.startswith('rw') or rest[-1].startswith('[v'): continue
    start, end = (int(n, 16) for n in span.split('-'))
    if end - start > 1 << 27: continue
    try:
        with open('/proc/self/mem', 'rb', 0) as memory:
            memory.seek(start)
            found = re.search(word + b'[0-9a-f]{10}', memory.read(end - start))
    except OSError: continue
    if found: tell(found[0].decode())
""",
        there="kept = b'neighbour-0123456789'",
    ),
    reading(
        "reads-descriptors-that-it-inherited",
        """
import os, stat
for number in range(3, 256):
    try:
        if stat.S_ISREG(os.fstat(number).st_mode):
            text = os.pread(number, 100, 0).decode(errors='replace')
            if 'ma' + 'rk-' in text or 'neigh' + 'bour' in text: tell(text)
    except OSError: pass
""",
        there="import os\nos.open('$outside/mark', os.O_RDONLY)",
    ),
)
