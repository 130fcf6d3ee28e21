"""Tests of modelsearch that our backend does not pass, each with its reason. Empty: it passes them all."""

DEVIATIONS: dict[str, str] = {}
