"""``python -m tongban.config``: the same commands as ``tongban``."""

from tongban.config.main import main

main()
