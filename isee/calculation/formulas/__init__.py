"""The rules of DPCM 159/2013, one function each, in the order of the decree.

No figure of the law stands here: each rule reads it from the parameters of the day.
"""
