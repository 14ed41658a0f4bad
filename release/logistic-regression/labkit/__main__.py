"""`python -m labkit NOTEBOOK`: run a saved notebook on the published and on other data, as grading does."""

import sys

from .rehearse import main

sys.exit(main(sys.argv[1:]))
