using System.Text;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Loading;

/// <summary>The function that CPython looks for in an extension module (Python/importdl.c <c>get_encoded_name</c>, PEP 489).</summary>
internal static class InitFunction
{
    /// <summary>The name of the function.</summary>
    /// <param name="module">The dotted name of the module.</param>
    public static string NameOf(string module)
    {
        string last = module[(module.LastIndexOf('.') + 1)..];
        return Ascii.IsValid(last) ? "PyInit_" + Clip(last) : "PyInitU_" + Clip(Punycode(last).Replace('-', '_'));
    }

    /// <summary>What Python says when it is not there.</summary>
    /// <param name="function">The name of the function.</param>
    public static string Missing(string function) => $"dynamic module does not define module export function ({function})";

    /// <summary>How an import ends whose file was opened and does not define the function.</summary>
    /// <param name="function">The name of the function.</param>
    /// <param name="module">The dotted name of the module.</param>
    /// <param name="path">The file as it was opened.</param>
    /// <param name="culprit">The file that lacks it.</param>
    public static ExtensionOutcome.Raises NotDefined(string function, string module, string path, string culprit)
    {
        LoadFailure failure = new() { Kind = LoadFailureKind.MissingInitFunction, Message = Missing(function), Module = module, Opened = path, Culprit = culprit, Symbol = function };
        return new ExtensionOutcome.Raises(new PythonException("ImportError", failure.Message) { Origin = failure });
    }

    // PyOS_snprintf(newname, sizeof(newname), "%.20s_%.200s", prefix, shortname)
    private static string Clip(string name) => name.Length > 200 ? name[..200] : name;

    /// <summary>RFC 3492 without the prefix of domain names, as Python's punycode codec writes it.</summary>
    internal static string Punycode(string text)
    {
        int[] points = [.. text.EnumerateRunes().Select(rune => rune.Value)];
        StringBuilder encoded = new();
        foreach (int point in points)
            if (point < 128) encoded.Append((char)point);
        int basic = encoded.Length, handled = basic;
        if (basic > 0) encoded.Append('-');
        int current = 128, delta = 0, bias = 72;
        while (handled < points.Length)
        {
            int next = points.Where(point => point >= current).Min();
            delta += (next - current) * (handled + 1);
            current = next;
            foreach (int point in points)
            {
                if (point < current) delta++;
                if (point != current) continue;
                int rest = delta;
                for (int digit = 36; ; digit += 36)
                {
                    int threshold = Math.Clamp(digit - bias, 1, 26);
                    if (rest < threshold) break;
                    encoded.Append(Digit(threshold + ((rest - threshold) % (36 - threshold))));
                    rest = (rest - threshold) / (36 - threshold);
                }

                encoded.Append(Digit(rest));
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }

            delta++;
            current++;
        }

        return encoded.ToString();
    }

    private static int Adapt(int delta, int count, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / count;
        int steps = 0;
        for (; delta > 455; steps += 36) delta /= 35;
        return steps + (36 * delta / (delta + 38));
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);
}
