"""The internal letter: what is proposed for an issue, what may leave, what is counted of it. Reading only; writing is in `cms.actions.letter`."""
