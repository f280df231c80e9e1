"""torch.result_type over every pair of dtypes, and over every dtype with a Python number."""

import torch

from .encoding import DTYPES, NAMES

ABOUT = (
    "[left, right, result]. A dtype is a tensor of two elements, a dtype in brackets a 0-d tensor; "
    "true, 2 and 2.5 are Python numbers."
)
SHAPES = {"{}": [2], "[{}]": []}


def cases():
    for left_form, left_shape in SHAPES.items():
        for right_form, right_shape in SHAPES.items():
            for left_name, left in DTYPES.items():
                for right_name, right in DTYPES.items():
                    result = torch.result_type(torch.zeros(left_shape, dtype=left), torch.zeros(right_shape, dtype=right))
                    yield [left_form.format(left_name), right_form.format(right_name), NAMES[result]]
    for form, shape in SHAPES.items():
        for name, dtype in DTYPES.items():
            for number in (True, 2, 2.5):
                yield [form.format(name), number, NAMES[torch.result_type(torch.zeros(shape, dtype=dtype), number)]]
