"""Parts that two screens share, a room for each place and for what every place has."""
