"""``python -m web`` is the command ``backfile``."""

from web.cli import main

main()
