"""`python -m mdt` is `mdt`."""

from mdt.cli import main

main()
