"""What torch has not, written in Python from the papers, to judge the TypeScript by; and torch's functions with our options.

Values are computed exactly, in fractions or long decimals, from the definition instead of the fast algorithm. Where a
gradient is wanted, the same formula is made of torch's functions in float64.
"""
