"""What a PDF, a DOCX, an ODT or an XLSX says, read by a process of its own that may take little time, little memory, and write nothing.

A file is somebody else's: nothing of it is opened by the processes that hold the database. Django is not imported here.
"""
