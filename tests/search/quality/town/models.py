"""What is searched of the town and that the product finds in another way. Proxies: no table, nothing that the product sees."""

from modelsearch.index import AutocompleteField, Indexed, RelatedFields, SearchField

from rse.events.models import Event
from rse.ideas.models import Idea
from rse.people.models import Agent


class Person(Agent, Indexed):
    search_fields = [
        SearchField("first_name", boost=4),
        SearchField("last_name", boost=4),
        SearchField("job_title", boost=2),
        SearchField("about"),
        SearchField("site"),
        RelatedFields("department", [SearchField("name")]),
        RelatedFields("skills", [SearchField("name"), SearchField("synonyms")]),
        AutocompleteField("first_name"),
        AutocompleteField("last_name"),
    ]

    class Meta:
        proxy = True


class Proposal(Idea, Indexed):
    search_fields = [RelatedFields("post", [SearchField("title", boost=3), SearchField("text")])]

    class Meta:
        proxy = True


class Meeting(Event, Indexed):
    search_fields = [RelatedFields("post", [SearchField("title", boost=3), SearchField("text")]), SearchField("place")]

    class Meta:
        proxy = True
