"""kslint tells an operator whether Keystone can be upgraded and what stands against it."""

__version__ = "0.1.0"
