"""The Plan–Do–Check–Act board: what stands where, how it is drawn, its keys."""
