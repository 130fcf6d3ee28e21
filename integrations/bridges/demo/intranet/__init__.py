"""The intranet of the invented town: a portal for every department, guides, news, a canteen, read from the files beside."""
