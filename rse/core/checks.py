"""Combinations of settings that start and then hurt, told at start with what to do."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution
from django.db import connections

SQLITE = "sqlite"


def check_settings(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """SECRET_KEY, demo, database, broker, Redis and files must agree with each other."""
    return [*_secret(), *_demo(), *_database(), *_broker(), *_files()]


def _in_production() -> bool:
    return bool(getattr(settings, "PRODUCTION", False))


def _secret() -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= 50 or not _in_production():
        return []
    return [Error("SECRET_KEY is missing or shorter than 50 characters.", hint="Put 50 random characters in the environment as SECRET_KEY.", id="core.E001")]


def _demo() -> list[CheckMessage]:
    if not (settings.DEMO and _in_production()):
        return []
    return [
        Error(
            "DEMO is on with the production settings: anyone could enter without a password.",
            hint="Remove DEMO, or use rse.config.settings.dev.",
            id="core.E002",
        )
    ]


def _database() -> list[CheckMessage]:
    if connections["default"].vendor != SQLITE:
        return []
    found: list[CheckMessage] = []
    if connections["default"].settings_dict.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        found.append(
            Error(
                "SQLite without IMMEDIATE transactions: concurrent writers answer “database is locked”.",
                hint='Set OPTIONS = {"transaction_mode": "IMMEDIATE"} as rse.config.settings.base does.',
                id="core.E003",
            )
        )
    if settings.REDIS_URL and _in_production():
        found.append(
            Caution(
                "REDIS_URL is set beside SQLite: Redis serves several nodes, SQLite only one.",
                hint="Set DATABASE_URL to a PostgreSQL database, or remove REDIS_URL.",
                id="core.W001",
            )
        )
    return found


def _broker() -> list[CheckMessage]:
    if settings.CELERY_BROKER_URL.startswith("memory://"):
        return [
            Error(
                "The memory:// broker cannot reach another process: no worker would ever be woken.",
                hint="Use filesystem:// on one machine, or Redis or RabbitMQ.",
                id="core.E004",
            )
        ]
    if settings.CELERY_BROKER_URL.startswith("filesystem://") and _in_production():
        return [
            Caution(
                "The filesystem:// broker serves one machine and loses messages when a worker is killed; only the sweep repairs that.",
                hint="Set CELERY_BROKER_URL to a RabbitMQ or Redis address.",
                id="core.W002",
            )
        ]
    return []


def _files() -> list[CheckMessage]:
    if settings.STORAGES["default"]["BACKEND"] != "rse.core.storage.PrivateStorage":
        return [
            Caution(
                "Files are not kept by PrivateStorage: their addresses may open without a permission check.",
                hint='Set STORAGES["default"]["BACKEND"] to "rse.core.storage.PrivateStorage" or to a subclass.',
                id="core.W003",
            )
        ]
    accel = getattr(settings, "PRIVATE_FILES_ACCEL", "")
    if accel and not (accel.startswith("/") and accel.endswith("/")):
        return [
            Error(
                f"PRIVATE_FILES_ACCEL = {accel!r} is not a prefix.",
                hint="Start and end it with a slash, for instance /_files/, and declare that location internal in nginx.",
                id="core.E005",
            )
        ]
    return []
