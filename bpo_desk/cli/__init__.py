"""The headless commands: the same query paths as the screens, on a terminal. No Qt."""
