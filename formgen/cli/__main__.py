"""`python -m formgen.cli`, where the package is not installed."""

import sys

from formgen.cli import main

if __name__ == "__main__":
    sys.exit(main())
