#!/usr/bin/env python
"""A Wagtail site that knows nothing of Relais: the plugin must be at home here."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bare.settings")
    execute_from_command_line(sys.argv)
