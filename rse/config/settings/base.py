"""Settings shared by every way to run Relais. Everything that differs comes from the environment (twelve-factor).

The embedded default needs no server: SQLite, a `filesystem://` broker, frames found by polling the outbox.
`DATABASE_URL`, `REDIS_URL` and `CELERY_BROKER_URL` move the same code to PostgreSQL, Redis and RabbitMQ.
"""

from pathlib import Path

import environ
from celery.schedules import crontab, schedule
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()
environ.Env.read_env(env("ENV_FILE", default=str(BASE_DIR / ".env")))

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "integrations.bridges",
    "cms",
    "rse.moderation",
    "rse.insights",
    "rse.ideas",
    "rse.events",
    "rse.feed",
    "rse.conversations",
    "rse.communities",
    "rse.notifications",
    "rse.people",
    "rse.core",
    "rse.realtime",
    "referents",
    "search",
    "guardian",
    "channels",
    "django_htmx",
    "django_prose_editor",
    "csp",
    "allauth",
    "allauth.account",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.forms",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "rse.people.apps.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "rse.people.middleware.PrivatePagesMiddleware",
    "rse.people.middleware.BackToThePageMiddleware",
    "rse.people.middleware.SharedDeskMiddleware",
    "rse.people.middleware.ChoosePasswordMiddleware",
    "cms.middleware.ClosedPagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rse.core.error_pages.ErrorPagesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "rse.config.urls"
WSGI_APPLICATION = "rse.config.wsgi.application"
ASGI_APPLICATION = "rse.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rse.core.context_processors.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database -------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'relais.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without WAL and IMMEDIATE, concurrent writers answer "database is locked" (DEPENDENCIES: 230 of 400 writes).
    # A new connection reads the whole schema: threads that serve pages keep theirs for a minute (`rse.core.threads`).
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    # A threshold lets `rse.core.prepared` keep plans; Django's own statements, bound by the client, are never prepared. Compiling a query to
    # machine code takes longer than our longest one.
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8)},
        "prepare_threshold": 5,
        "options": "-c jit=off",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts -------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rse.people.backends.AccountBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "rse.people.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rse.people.forms.SignInForm",
    "change_password": "rse.people.forms.ChangePasswordForm",
    "reset_password": "rse.people.forms.ResetByEmailForm",
    "reset_password_from_key": "rse.people.forms.NewPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A whole town hall leaves through one address: many may sign in at 8.30, few may fail on one account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
WAGTAILADMIN_LOGIN_URL = "people:wagtail_door"
# Names, addresses and passwords are changed by the journalled actions of rse.people, not on Wagtail's own screens.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# Language and time ----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
TIME_ZONE = env("TIME_ZONE", default="Europe/Paris")
USE_I18N = True
USE_TZ = True

# Files ----------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "rse.core.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The internal location nginx sends private files from ("/_files/"); empty: Django sends them.
PRIVATE_FILES_ACCEL = env("PRIVATE_FILES_ACCEL", default="")
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# Wagtail --------------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Relais"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "core.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "core.Document"
# Documents leave by the same permission-checked door as every other file (rse.core.files).
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_MAX_BYTES
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
# An index missing or broken: plain matching in the database answers until the worker has built it again.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": env("SEARCH_BACKEND", default="search.backends.whoosh")},
}
SEARCH = {
    "FOLDER": env("SEARCH_FOLDER", default=str(VAR_DIR / "search")),
    "WAKE": "rse.core.tasks.wake",
    # In the order of the page; each is an object in integrations/bridges/searching/scopes.py.
    "SCOPES": {
        name: f"integrations.bridges.searching.scopes.{name}"
        for name in ("people", "subjects", "answers", "pages", "posts", "comments", "communities", "events", "ideas", "documents")
    },
    "FILES": {"documents": "integrations.bridges.searched_files.documents", "attachments": "integrations.bridges.searched_files.attachments"},
}
# What the file of a document says, and the files attached to a post: `words(row) -> str`; empty: nothing is read in files.
FILE_WORDS = "search.files.text_of"
ATTACHED_WORDS = "integrations.bridges.searched_files.words_attached"
WAGTAIL_I18N_ENABLED = False
# What was read is what is published, and nothing written since.
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.finishing.publish_decided"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Nothing is called on the internet unless a connector is configured.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# Background work ------------------------------------------------------------------------------------------------------

REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL or "filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    CELERY_BROKER_TRANSPORT = "rse.core.broker:Transport"
    _broker = VAR_DIR / "broker"
    for _folder in ("messages", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
else:
    # A web process never waits for a dead broker: the sweep delivers what waking missed.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0}
    if CELERY_BROKER_URL.startswith("redis"):
        CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_timeout": 0.8, "socket_connect_timeout": 0.8}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 0.8
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_DEFAULT_QUEUE = "quick"
# One worker, one process, on the queue "index": an index has one writer.
CELERY_TASK_ROUTES = {"*.slow_*": {"queue": "slow"}, "*.index_*": {"queue": "index"}}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "core-sweep": {"task": "rse.core.tasks.sweep", "schedule": schedule(5.0), "options": {"expires": 10}},
    "search-drain": {"task": "search.tasks.index_drain", "schedule": schedule(5.0), "options": {"expires": 10}},
    "search-mend": {"task": "search.tasks.slow_mend", "schedule": schedule(60.0), "options": {"expires": 60}},
    "search-files": {"task": "search.tasks.slow_read_files", "schedule": schedule(60.0), "options": {"expires": 60}},
    "referents-sweep": {"task": "integrations.bridges.tasks.referents_sweep", "schedule": schedule(60.0), "options": {"expires": 120}},
    "cms-minute": {"task": "cms.tasks.minute", "schedule": schedule(60.0), "options": {"expires": 120}},
    "cms-check": {"task": "cms.tasks.slow_check", "schedule": crontab(hour=3, minute=40), "options": {"expires": 3600}},
}
TASKS = {"default": {"BACKEND": "rse.config.tasks_backend.CeleryBackend"}}

# Real time ------------------------------------------------------------------------------------------------------------

REALTIME_SOURCE = "rse.notifications.realtime.Source"
REALTIME_SESSION_ALIVE = "rse.people.sessions.sessions_alive"

# referents ------------------------------------------------------------------------------------------------------------

REFERENTS_DEPARTMENT_MODEL = "people.Department"
REFERENTS = {
    "DIRECTORY": "integrations.bridges.directory.RelaisDirectory",
    "ANALYSER": "integrations.bridges.language.analyse",
    "SYNONYMS": "integrations.bridges.language.synonyms",
    "REFERENT_TRAINING": True,
}

# E-mail ---------------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
vars().update({key: value for key, value in env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25").items() if key != "EMAIL_BACKEND"})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Relais <relais@techniville.example>")
# The domain whose « reply+… » mailbox a connector reads; empty: e-mails invite nobody to answer.
REPLY_BY_EMAIL_DOMAIN = env("REPLY_BY_EMAIL_DOMAIN", default="")

# Web push --------------------------------------------------------------------------------------------------------------
# Off: the push service of each browser (Google, Mozilla, Apple, Microsoft) is outside, and learns when an agent is told something.

WEB_PUSH = env.bool("WEB_PUSH", default=False)
WEB_PUSH_CONTACT = env("WEB_PUSH_CONTACT", default="")
WEB_PUSH_SERVICES = env.list("WEB_PUSH_SERVICES", default=[])

# Security -------------------------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "rse.core.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/django-admin/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}

# Legal pages ----------------------------------------------------------------------------------------------------------

PEOPLE_LEAVERS_KEPT_DAYS = env.int("PEOPLE_LEAVERS_KEPT_DAYS", default=90)
PEOPLE_HISTORY_KEPT_DAYS = env.int("PEOPLE_HISTORY_KEPT_DAYS", default=365)
MODERATION_REPLY_DAYS = env.int("MODERATION_REPLY_DAYS", default=15)
MODERATION_KEPT_DAYS = env.int("MODERATION_KEPT_DAYS", default=365)

# « Continuer sur Tchap »: https://www.tchap.gouv.fr for instance; the field is the label under which people write their Tchap address.
CONVERSATIONS = {"TCHAP_BASE": env("TCHAP_BASE", default=""), "TCHAP_FIELD": env("TCHAP_FIELD", default="Adresse Tchap")}

LEGAL_NOTICE = {
    "organisation": env("LEGAL_ORGANISATION", default=""),
    "address": env("LEGAL_ADDRESS", default=""),
    "director": env("LEGAL_DIRECTOR", default=""),
    "host": env("LEGAL_HOST", default=""),
    "accessibility_contact": env("ACCESSIBILITY_CONTACT", default=""),
    "privacy_contact": env("PRIVACY_CONTACT", default=""),
}

# Demo -----------------------------------------------------------------------------------------------------------------

DEMO = False
DEMO_ACCOUNTS: list[str] = []  # sign-in numbers offered as one-click roles while DEMO is on

# Logs -----------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    # Wagtail keeps its journal of pages in the database; a line a page on the console hides what a newcomer should read.
    "loggers": {"wagtail": {"level": env("LOG_LEVEL", default="WARNING")}},
}
