"""Moving in: what an authority is asked before its first question, how the answers are written, and what is made of them."""
