"""Files of HR: read whatever a spreadsheet wrote, checked line by line against the register, compared with it. Nothing here writes."""
