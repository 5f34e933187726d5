"""Files of a matter and the authorised way to them."""
