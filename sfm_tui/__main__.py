"""`python -m sfm_tui` is `sfm`."""

import sys

from sfm_tui.cli import main

sys.exit(main())
