# mp
