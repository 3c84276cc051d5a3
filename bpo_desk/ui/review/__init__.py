"""The review of a case: the working draft of whoever sits here, kept and submitted."""
