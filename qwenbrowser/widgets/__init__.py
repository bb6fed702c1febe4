"""Qt parts that know nothing of stories."""
