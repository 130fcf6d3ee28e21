"""A second look at a text before the public reads it: pure, never blocking. Each remark says what, where, and offers a fix when it is safe."""

from referents.wording.remarks import Remark, Setting, apply
from referents.wording.review import remarks

__all__ = ["Remark", "Setting", "apply", "remarks"]
