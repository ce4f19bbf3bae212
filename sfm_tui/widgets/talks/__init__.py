"""Toolbox talks: the matrix, a talk and its register, topics, signatures."""
