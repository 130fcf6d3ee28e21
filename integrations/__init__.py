"""Where islands meet: bridges between the network and the plugin."""
