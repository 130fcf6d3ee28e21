"""Three months of what the invented town says to itself: texts in `texts/`, read by `scenes.py`, written by `playing.py`."""
