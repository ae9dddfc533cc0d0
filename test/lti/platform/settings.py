"""Settings of Django for the platform of the tests. Everything is thrown away when it ends."""
import os

FOLDER = os.environ["PLATFORM_FOLDER"]
ORIGIN = os.environ["PLATFORM_ORIGIN"]

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
DEBUG = False
USE_TZ = True
PLATFORM_NAME = "Platform of the tests"
LMS_ROOT_URL = LTI_BASE = LTI_API_BASE = ORIGIN
USAGE_ID_PATTERN = r"(?P<usage_id>(?:i4x://?[^/]+/[^/]+/[^/]+/[^@]+(?:@[^/]+)?)|(?:[^/]+))"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "config_models",
    "lti_consumer",
]
MIDDLEWARE = [
    "observe.Observe",
    "edx_django_utils.cache.middleware.RequestCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.path.join(FOLDER, "platform.sqlite3"),
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;", "timeout": 20},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"


class NoMigrations(dict):
    """Makes the tables from the models, which takes a tenth of the time of all migrations."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


MIGRATION_MODULES = NoMigrations()
# No monitoring.
OPENEDX_TELEMETRY = []
LOGGING_CONFIG = None
