"""Forms of ideas. They validate; actions write."""

from rse.ideas.forms.boxes import BoxForm
from rse.ideas.forms.ideas import AnswerForm, FiltersForm, MergeForm, ProposeForm

__all__ = ["AnswerForm", "BoxForm", "FiltersForm", "MergeForm", "ProposeForm"]
