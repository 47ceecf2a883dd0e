using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Diagnostics;

namespace Assay.Verification.Importing;

/// <summary>
/// What the driver said so far. It is one process with the imported code, so a line counts only with the mark that was given to this one driver, and only as
/// far as it makes sense.
/// </summary>
internal sealed class DriverAnswer
{
    private const int MostFields = 100;
    private const int MostRecords = 20;

    /// <summary>The version of the interpreter; null when the driver never began.</summary>
    public string? Python { get; private set; }

    /// <summary>True once the import came back.</summary>
    public bool IsImported { get; private set; }

    /// <summary>What it raised instead, or null.</summary>
    public PythonException? Exception { get; private set; }

    /// <summary>The module of the exception's class.</summary>
    public string? ExceptionModule { get; private set; }

    /// <summary>The stack of the exception, innermost last.</summary>
    public ImmutableArray<PythonFrame> Frames { get; private set; } = [];

    /// <summary>The module's version, or null.</summary>
    public string? ModuleVersion { get; private set; }

    /// <summary>The module's file, or null.</summary>
    public string? ModuleFile { get; private set; }

    /// <summary>True while the regression has begun and not ended.</summary>
    public bool IsFitting { get; private set; }

    /// <summary>The regression.</summary>
    public FittedExample? Example { get; private set; }

    /// <summary>What the regression raised, or null.</summary>
    public PythonException? ExampleFailure { get; private set; }

    /// <summary>How many records there are: it grows as long as the driver gets on.</summary>
    public int Count { get; private set; }

    /// <summary>Reads what has been written by now; an unfinished record at the end is left for later.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="nonce">The mark.</param>
    public static DriverAnswer Read(ReadOnlySpan<byte> bytes, string nonce)
    {
        DriverAnswer answer = new();
        Stack<PythonException> causes = new();
        while (answer.Count < MostRecords && TakeText(ref bytes, out ReadOnlySpan<byte> record))
        {
            List<string> fields = [];
            while (fields.Count < MostFields && TakeText(ref record, out ReadOnlySpan<byte> field)) fields.Add(Encoding.UTF8.GetString(field));
            if (fields.Count < 2 || fields[0] != nonce) continue;
            answer.Count++;
            answer.Take(fields[1], fields[2..], causes);
        }

        return answer;
    }

    private void Take(string kind, List<string> fields, Stack<PythonException> causes)
    {
        // What came first is true: the imported code may find the mark and say more.
        bool isOpen = Exception is null && !IsImported;
        switch (kind)
        {
            case "begin" when fields.Count >= 2 && Python is null:
                Python = fields[0];
                break;
            case "cause" when fields.Count >= 3 && isOpen:
                causes.Push(new PythonException(fields[0], fields[2]));
                break;
            case "raised" when fields.Count >= 3 && isOpen:
                PythonException? cause = null;
                while (causes.TryPop(out PythonException? outer)) cause = outer with { Cause = cause };
                Exception = new PythonException(fields[0], fields[2]) { Cause = cause };
                ExceptionModule = fields[1];
                Frames = ReadFrames(fields[3..]);
                break;
            case "imported" when isOpen:
                IsImported = true;
                break;
            case "module" when fields.Count >= 2 && IsImported:
                ModuleVersion = fields[0].Length > 0 ? fields[0] : null;
                ModuleFile = fields[1].Length > 0 ? fields[1] : null;
                break;
            case "fitting" when IsImported:
                IsFitting = true;
                break;
            case "example" when fields.Count == 6 && IsFitting:
                IsFitting = false;
                double[] numbers = [.. fields[3..].Select(ReadNumber)];
                Example = new FittedExample(fields[0], [.. numbers[..2]], numbers[2], fields[1], fields[2]);
                break;
            case "example-failed" when fields.Count >= 2 && IsFitting:
                IsFitting = false;
                ExampleFailure = new PythonException(fields[0], fields[1]);
                break;
        }
    }

    private static double ReadNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;

    private static ImmutableArray<PythonFrame> ReadFrames(List<string> fields)
    {
        ImmutableArray<PythonFrame>.Builder frames = ImmutableArray.CreateBuilder<PythonFrame>();
        for (int at = 0; at + 3 <= fields.Count; at += 3)
            frames.Add(new PythonFrame(fields[at], int.TryParse(fields[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int line) ? line : 0, fields[at + 2]));
        return frames.ToImmutable();
    }

    // A netstring (https://cr.yp.to/proto/netstrings.txt): the length in digits, a colon, so many bytes, a comma.
    private static bool TakeText(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> text)
    {
        text = default;
        int colon = bytes[..Math.Min(bytes.Length, 10)].IndexOf((byte)':');
        if (colon <= 0 || !int.TryParse(bytes[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int length)) return false;
        ReadOnlySpan<byte> rest = bytes[(colon + 1)..];
        if (length >= rest.Length || rest[length] != ',') return false;
        text = rest[..length];
        bytes = rest[(length + 1)..];
        return true;
    }
}
