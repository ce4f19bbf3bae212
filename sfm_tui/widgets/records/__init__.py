"""Records of any kind: what they came from and what came of them, the way there and back, the list beside the whole."""
