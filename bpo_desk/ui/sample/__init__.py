"""Samples to review: drawing one, and walking its cases."""
