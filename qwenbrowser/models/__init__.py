"""Qt item models over store reads: they hold ids and fetch pages."""
