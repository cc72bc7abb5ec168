"""Statistical checks against theory, run by hand: they take minutes."""
