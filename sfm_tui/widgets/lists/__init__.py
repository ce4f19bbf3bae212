"""Lists: a long one that holds a few pages, a short one that redraws what changed, and how text is cut to cells."""
