"""The x87's long double: 64 binary digits for a reference, where mpmath would take hours.

A double has 53, so that what is off by a few units here is off by less than DOUBT units of float64, as long as nothing
cancels and no exponential is taken of what has been rounded: e^x makes |x| units of one. Arguments of exponentials are
therefore pairs of long doubles, whose sum has all digits.
"""

import mpmath
import numpy as np

LONG = np.longdouble
DOUBT = 2**-6

assert np.finfo(LONG).nmant >= 63, "needs a long double of 64 binary digits, as on x86-64"



def exactly(number):
    """A long double in mpmath."""
    fraction, exponent = np.frexp(number)
    return mpmath.ldexp(int(fraction * LONG(2) ** 64), int(exponent) - 64)


def pair(number):
    """The first 128 binary digits of a number of mpmath."""
    high = LONG(mpmath.nstr(number, 30))
    return high, LONG(mpmath.nstr(number - exactly(high), 30))


def product(a, b):
    """a · b as a pair: rounded, and what that lost (T. J. Dekker, 1971)."""
    a_high, b_high = first_bits(a), first_bits(b)
    a_low, b_low = a - a_high, b - b_high
    high = a * b
    return high, a_low * b_low - (((high - a_high * b_high) - a_low * b_high) - a_high * b_low)


def first_bits(x):
    """The upper half of the digits."""
    scaled = x * (LONG(2) ** 32 + 1)
    return scaled - (scaled - x)


def total(a, b):
    """a + b as a pair (D. E. Knuth's TwoSum)."""
    high = a + b
    back = high - a
    return high, (a - (high - back)) + (b - back)


def exp_of(pair):
    """e to the sum of a pair."""
    high, low = pair
    return np.exp(high) * (1 + low)


def negative(pair):
    return -pair[0], -pair[1]


with mpmath.workdps(50):
    ROOT_PI = pair(mpmath.sqrt(mpmath.pi))[0]
    #: 2 √(2/π) (x + 0.044715 x³) = LINEAR · x + CUBIC · x³
    LINEAR = pair(2 * mpmath.sqrt(2 / mpmath.pi))
    CUBIC = pair(2 * mpmath.sqrt(2 / mpmath.pi) * mpmath.mpf("0.044715"))


def sigmoid(x):
    return np.where(x < 0, np.exp(np.minimum(x, 0)), 1) / (1 + np.exp(-np.abs(x)))


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def silu(x):
    return x / (1 + np.exp(-np.maximum(x, -11000)))


def quick_gelu(x):
    x = np.maximum(x, -6000)
    return x / (1 + exp_of(negative(product(LONG(1.702), x))))


def gelu_by_tanh(x):
    # x / (1 + exp(-z)) with z = LINEAR · x + CUBIC · x³, for (1 + tanh(z/2)) / 2 = σ(z).
    x = np.maximum(x, -6000)
    square, square_low = product(x, x)
    cubic, cubic_low = product(CUBIC[0], square)
    factor, factor_low = total(LINEAR[0], cubic)
    factor_low += cubic_low + CUBIC[0] * square_low + CUBIC[1] * square + LINEAR[1]
    z, z_low = product(x, factor)
    return x / (1 + exp_of((-z, -z_low - x * factor_low)))


def mish(x):
    # tanh(softplus(x)) = 1 / (e + (1 + e) / (1 + 2e)), e = exp(-x)
    e = np.exp(-np.maximum(x, -11000))
    return x / (e + (1 + e) / (1 + 2 * e))


def tanhshrink(x):
    """Near 0 by Lambert's continued fraction of tanh, x / (1 + u / (3 + u / (5 + …))) with u = x²."""
    near = np.where(np.abs(x) < 2.5, x, 0)
    u = near * near
    fraction = u / 41
    for odd in range(39, 2, -2):
        fraction = u / (odd + fraction)
    return np.where(np.abs(x) < 2.5, near * fraction / (1 + fraction), x - np.tanh(x))


def logit(x):
    # ln(x / (1 - x)), where the fraction has all its digits, and near 1/2 by how far it is from 1.
    return np.where(
        x < 0.25,
        np.log(x / (1 - x)),
        np.where(x < 0.5, -np.log1p((1 - 2 * x) / x), np.log1p((2 * x - 1) / (1 - x))),
    )


def erf(x):
    size = np.abs(x)
    return np.where(size < 1, erf_near_0(np.where(size < 1, x, 0)), np.sign(x) * (1 - erfc(np.maximum(size, 1))))


def erfc(x):
    return erfc_of(x, product(x, x))


def phi(x):
    """The share of a normal distribution below x, erfc(-x/√2) / 2."""
    high, low = product(x, x)
    return erfc_of(-x / np.sqrt(LONG(2)), (high / 2, low / 2)) / 2


def erfc_of(x, square):
    """erfc x, of which x² has more digits."""
    size = np.abs(x)
    near = size < 1
    far = np.where(near, 1 - erf_near_0(np.where(near, size, 0)), 0)
    # (e^(-x²) / √π) / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …)))) (P.-S. Laplace), the longer the nearer to 0.
    for start, end, terms in ((1, 1.5, 420), (1.5, 3, 190), (3, 6, 60), (6, np.inf, 30)):
        at = (size >= start) & (size < end)
        u = size[at]
        fraction = u
        for n in range(terms, 0, -1):
            fraction = u + LONG(n) / 2 / fraction
        far[at] = exp_of((-square[0][at], -square[1][at])) / (ROOT_PI * fraction)
    return np.where(x < 0, 2 - far, far)


def erf_near_0(x):
    """2/√π · e^(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)), whose terms all have one sign."""
    u = x * x
    series = np.ones_like(x)
    for n in range(36, 0, -1):
        series = 1 + 2 * u / (2 * n + 1) * series
    return 2 / ROOT_PI * np.exp(-u) * x * series
