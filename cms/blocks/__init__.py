"""The blocks of which pages are made, one group a file."""

from cms.blocks.body import BodyBlock
from cms.blocks.steps import StepsStreamBlock

__all__ = ["BodyBlock", "StepsStreamBlock"]
