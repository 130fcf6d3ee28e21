"""Techniville, an invented town of 40,000 inhabitants: what `seed_demo` builds and `enquiry_walkthrough` works in. Nobody here exists."""
