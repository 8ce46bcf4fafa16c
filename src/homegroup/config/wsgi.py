"""The pages, as one WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homegroup.config.settings")
application = get_wsgi_application()
