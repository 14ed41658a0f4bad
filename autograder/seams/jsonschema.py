"""What the kit uses of jsonschema that jsonschema does not promise: it does without one of its optional packages."""

from __future__ import annotations

import sys

GRAMMAR = "rfc3987_syntax"
"""The package by which jsonschema checks international URLs, a format that no schema of notebooks asks for."""


def leave_out_url_grammar() -> None:
    """Let jsonschema, which nbformat imports, find no `GRAMMAR`, unless that is imported already.

    It builds a grammar at once when it is imported: a second that no command needs, and jsonschema has no setting.
    Uses that jsonschema imports it under this name and does without where it is missing. Otherwise commands would start
    a second later, or not at all.
    """
    sys.modules.setdefault(GRAMMAR, None)  # type: ignore[arg-type]
