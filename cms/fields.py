"""A field of blocks whose migrations do not hold the blocks: they live in `cms.blocks`, and the column is the same whatever they are."""

from typing import Any

from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A `StreamField` that a new block or a new label does not migrate."""

    def deconstruct(self) -> Any:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, "wagtail.fields.StreamField", [[]], kwargs
