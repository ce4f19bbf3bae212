"""What is done with an improvement action, for any screen: its form, its gates, reviews, cycles and measures."""
