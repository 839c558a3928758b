"""Files that guests and staff send: kept encrypted, told apart by their bytes, pictures made anew."""
