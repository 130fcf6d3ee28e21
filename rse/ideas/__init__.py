"""The idea box: proposals, support, an official answer."""
