"""Colours, sizes, fonts and icons: how the program looks, in light and dark."""
