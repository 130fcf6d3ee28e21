"""A network of department referents behind a community manager, for any Wagtail site.

A guest: imports Django, Wagtail, guardian, holidays and itself. The host is reached through `REFERENTS_DEPARTMENT_MODEL`,
the settings dict `REFERENTS`, the signals and the templates; those are a contract.
"""
