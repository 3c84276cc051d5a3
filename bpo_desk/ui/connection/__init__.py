"""The connection wizard: what to connect to, a test in steps, and the decision to use it."""
