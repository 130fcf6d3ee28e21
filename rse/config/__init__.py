"""Settings, addresses and entry points; names every package by dotted string only."""

from rse.config.celery import app as celery_app

__all__ = ["celery_app"]
