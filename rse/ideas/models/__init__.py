"""Idea boxes, ideas and their official answers. An idea is talked about through its post: visibility, comments and reactions are the post's."""

from rse.ideas.models.boxes import Category, IdeaBox
from rse.ideas.models.ideas import Idea, IdeaMove, IdeaWord, OfficialAnswer, Support

__all__ = ["Category", "Idea", "IdeaBox", "IdeaMove", "IdeaWord", "OfficialAnswer", "Support"]
