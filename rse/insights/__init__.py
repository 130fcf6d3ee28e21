"""How alive the network is: aggregates for animators, never about one person."""
