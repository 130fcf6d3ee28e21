"""Why a file was not read. The word is kept with the file."""


class Refused(Exception):
    """`args[0]`: encrypted, broken, unlike (its content is not what its name says), bomb, long, slow, missing."""
