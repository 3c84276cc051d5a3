"""What one running desk holds: settings, the local copy and its key, the sync process. No Qt, no SQL."""
