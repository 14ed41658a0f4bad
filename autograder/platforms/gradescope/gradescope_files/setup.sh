#!/usr/bin/env bash
# Gradescope runs this once, as root, while it builds the image. It needs apt-get and pip's package index, nothing else.
set -euo pipefail

files="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
environment="${GRADED_DESCENT_ENV:-/opt/graded-descent}"
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
if [ -f "$files/pip.conf" ]; then
    export PIP_CONFIG_FILE="$files/pip.conf"
fi

recent_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13; do
        if command -v "$name" > /dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo "$name"
            return
        fi
    done
    return 1
}

apt-get update
apt-get install -y --no-install-recommends python3 python3-venv python3-pip
if ! recent_python > /dev/null; then
    apt-get install -y --no-install-recommends python3.11 python3.11-venv
fi
if ! python="$(recent_python)"; then
    echo "graded-descent needs Python 3.11 or newer: choose a newer base image in Gradescope's settings." >&2
    exit 1
fi

"$python" -m venv "$environment"
"$environment/bin/pip" install -r "$files/requirements.txt"

"$environment/bin/python" -m compileall -q "$files/kit"

# Student code runs as a user of its own: it reads this Python, and nothing of the grader's.
chmod -R a+rX "$environment"
chmod -R go= "$files"

PYTHONPATH="$files/kit" "$environment/bin/python" -P -m autograder.platforms.gradescope.run --prepare "$files/course"
