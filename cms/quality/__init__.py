"""How a page reads: French words, outline, images, links, tables. Advice to whoever writes, never a door."""
