"""Windows that answer one question or say one thing."""
