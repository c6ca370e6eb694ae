#!/usr/bin/env python
"""Run a management command of the knowledge base."""

import os
import sys

from django.core.management import execute_from_command_line

from kb.environment import SettingsError


def main() -> None:
    """Run the command named on the command line; a bad setting ends in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(f"Setting {error}")


if __name__ == "__main__":
    main()
