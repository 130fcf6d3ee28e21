"""What is searched of the town. Proxies: no table, nothing that the product sees."""

from modelsearch.index import AutocompleteField, Indexed, RelatedFields, SearchField

from referents.models import Answer, Topic
from rse.events.models import Event
from rse.feed.models import Post
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


class Subject(Topic, Indexed):
    search_fields = [SearchField("name", boost=3), SearchField("terms"), SearchField("examples", boost=0.5), RelatedFields("department", [SearchField("name")])]

    class Meta:
        proxy = True


class Wording(Answer, Indexed):
    search_fields = [SearchField("question", boost=3), SearchField("wording"), SearchField("sources", boost=0.5), RelatedFields("topic", [SearchField("name")])]

    class Meta:
        proxy = True


class Said(Post, Indexed):
    search_fields = [SearchField("title", boost=3), SearchField("text")]

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
