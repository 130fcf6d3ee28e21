"""Pages around the pages: who reads them, who reviews them, whether they are still true."""
