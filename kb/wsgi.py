"""The WSGI application, for gunicorn and other servers."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from kb.environment import SettingsError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
try:
    application = get_wsgi_application()
except SettingsError as error:
    sys.exit(f"Setting {error}")
