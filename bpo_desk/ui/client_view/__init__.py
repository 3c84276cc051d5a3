"""Looking as the client: the band over the window. What the client sees is decided in the shared database."""
