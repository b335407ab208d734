"""The entry point of the command line. Each import is made when it is needed, so that help comes at once."""

import sys
from pathlib import Path

INTERRUPTED = 130


def main() -> None:
    """Run the command line; a failure that is foreseen is one clear line and exit code 2."""
    try:
        if sys.argv[1:] == ["--help"] and Path(sys.argv[0]).name == "casebook":
            from service.cli.help_page import print_help

            print_help()
        else:
            from service.cli.lazy import app

            app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        from service.cli.failures import end_with_message

        end_with_message(error)
        raise
