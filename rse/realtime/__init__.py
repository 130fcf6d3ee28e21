"""WebSocket delivery: one consumer, one map of sockets per process, no domain word."""
