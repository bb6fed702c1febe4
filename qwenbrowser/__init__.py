"""A desktop timeline and people browser: who said what, when, and how do we know?"""

__version__ = "0.1.0"
