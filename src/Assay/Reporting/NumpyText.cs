using System.Globalization;
using System.Numerics;
using System.Text;

namespace Assay.Reporting;

/// <summary>
/// Prints numbers as numpy does with its defaults: at most eight digits behind the point, no more than needed, all aligned.
/// https://github.com/numpy/numpy/blob/v2.1.0/numpy/_core/arrayprint.py (FloatingFormat)
/// </summary>
public static class NumpyText
{
    private const int Precision = 8;
    private const double LargestPlain = 1e8;
    private const double SmallestPlain = 1e-4;
    private const double WidestPlain = 1000;

    /// <summary>A one-dimensional array, on one line: <c>[1. 2.]</c>.</summary>
    /// <param name="numbers">Its elements.</param>
    public static string Array(IReadOnlyList<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        double[] sizes = [.. numbers.Where(number => number != 0 && double.IsFinite(number)).Select(Math.Abs)];
        bool withExponent = sizes.Length > 0 && (sizes.Max() >= LargestPlain || sizes.Min() < SmallestPlain || sizes.Max() / sizes.Min() > WidestPlain);
        (string Whole, string Fraction, string Exponent)[] parts = [.. numbers.Select(number => Split(number, withExponent))];
        bool[] finite = [.. numbers.Select(double.IsFinite)];
        int left = parts.Where((_, index) => finite[index]).Select(part => part.Whole.Length).DefaultIfEmpty(0).Max();
        int right = parts.Where((_, index) => finite[index]).Select(part => part.Fraction.Length).DefaultIfEmpty(0).Max();
        int power = parts.Select(part => part.Exponent.Length).DefaultIfEmpty(0).Max();

        // What is not finite is as wide as the rest, or makes the rest as wide as itself.
        int width = left + 1 + right + power;
        int widest = parts.Where((_, index) => !finite[index]).Select(part => part.Whole.Length).DefaultIfEmpty(0).Max();
        if (finite.Any(one => one)) left += Math.Max(0, widest - width);
        width = Math.Max(finite.Any(one => one) ? width : 0, widest);

        StringBuilder text = new("[");
        for (int index = 0; index < parts.Length; index++)
        {
            if (index > 0) text.Append(' ');
            (string whole, string fraction, string exponent) = parts[index];
            if (!finite[index]) text.Append(whole.PadLeft(width));
            else if (withExponent) text.Append(whole.PadLeft(left)).Append('.').Append(fraction.PadRight(right, '0')).Append(exponent);
            else text.Append(whole.PadLeft(left)).Append('.').Append(fraction.PadRight(right));
        }

        return text.Append(']').ToString();
    }

    /// <summary>One number, rounded to eight digits behind the point and without needless zeros: <c>3.0</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Number(double number)
    {
        string inner = Array([number])[1..^1];
        return inner.EndsWith('.') ? inner + "0" : inner;
    }

    private static (string Whole, string Fraction, string Exponent) Split(double number, bool withExponent)
    {
        if (double.IsNaN(number)) return ("nan", "", "");
        if (double.IsInfinity(number)) return (number > 0 ? "inf" : "-inf", "", "");
        string sign = double.IsNegative(number) ? "-" : "";
        int power = withExponent && number != 0 ? Power(Math.Abs(number)) : 0;
        BigInteger digits = Rounded(Math.Abs(number), Precision - power);
        if (withExponent && digits >= BigInteger.Pow(10, Precision + 1)) (digits, power) = (digits / 10, power + 1);
        string text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(Precision + 1, '0');
        return (sign + text[..^Precision], text[^Precision..].TrimEnd('0'), withExponent ? $"e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}" : "");
    }

    // The exponent of the exact decimal expansion: that of the text in scientific notation.
    private static int Power(double number)
    {
        string text = number.ToString("E16", CultureInfo.InvariantCulture);
        int power = int.Parse(text[(text.IndexOf('E', StringComparison.Ordinal) + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        // Sixteen digits may have been rounded up to the next power of ten.
        return Rounded(number, 17 - power) < BigInteger.Pow(10, 17) ? power - 1 : power;
    }

    // The exact value of the number times a power of ten, rounded to the nearest integer and to the even one of two.
    private static BigInteger Rounded(double number, int decimals)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)(bits >> 52 & 0x7ff);
        BigInteger top = bits & 0xf_ffff_ffff_ffff | (exponent == 0 ? 0 : 0x10_0000_0000_0000);
        exponent = Math.Max(exponent, 1) - 1075;
        BigInteger bottom = BigInteger.One;
        if (exponent > 0) top <<= exponent;
        else bottom <<= -exponent;
        if (decimals > 0) top *= BigInteger.Pow(10, decimals);
        else bottom *= BigInteger.Pow(10, -decimals);
        BigInteger quotient = BigInteger.DivRem(top, bottom, out BigInteger rest);
        int order = (rest * 2).CompareTo(bottom);
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
