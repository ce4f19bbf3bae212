"""Plots in the cells of a terminal."""
