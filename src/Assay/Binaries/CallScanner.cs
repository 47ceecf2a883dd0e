using System.Text;
using Assay.Targets;

namespace Assay.Binaries;

/// <summary>
/// The C strings that code hands to an imported function as first argument, in the order of the calls. Code is not decoded: from each call the few
/// instructions that compilers load an address with are looked for backwards. What a format adds is where the function's address is kept.
/// </summary>
/// <param name="architecture">The architecture of the code; other than x86_64 and arm64 give nothing.</param>
/// <param name="slots">The addresses of the words that hold the function's address.</param>
/// <param name="entries">The addresses of the stubs that jump there, as far as the file lists them; those in the code itself are found.</param>
/// <param name="bytesAt">The bytes from an address on, at most <see cref="LongestText"/>; empty where nothing is mapped.</param>
internal sealed class CallScanner(Architecture architecture, IReadOnlySet<ulong> slots, IReadOnlySet<ulong> entries, Func<ulong, ReadOnlyMemory<byte>> bytesAt)
{
    /// <summary>The longest text that is looked at, in bytes.</summary>
    public const int LongestText = 512;

    // How far before a call its argument may have been loaded, in bytes.
    private const int Window = 2048;

    // Real libraries have dozens; more would only cost time.
    private const int MostCalls = 20_000;

    private readonly List<string> texts = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int calls;

    /// <summary>The strings, each once, in the order of the first call with it.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>Looks through a block of code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="start">The address of its first byte.</param>
    public void Scan(ReadOnlySpan<byte> code, ulong start)
    {
        if (slots.Count + entries.Count == 0) return;
        switch (architecture)
        {
            case Architecture.X86_64:
                foreach (int call in X86Calls.Find(code, start, slots, entries))
                {
                    if (calls++ >= MostCalls) return;
                    Take(X86Calls.FirstArgument(code, start, Math.Max(0, call - Window), call));
                }

                break;
            case Architecture.Arm64 or Architecture.Arm64E:
                ReadOnlySpan<uint> words = Arm64Calls.Words(code);
                foreach (int call in Arm64Calls.Find(words, start, slots, entries))
                {
                    if (calls++ >= MostCalls) return;
                    Take(Arm64Calls.FirstArgument(words, start, Math.Max(0, call - (Window / 4)), call));
                }

                break;
        }
    }

    private void Take(ulong? address)
    {
        if (address is not { } place || place == 0) return;
        ReadOnlySpan<byte> bytes = bytesAt(place).Span;
        int end = bytes.IndexOf((byte)0);
        if (end <= 0 || bytes[..end].ContainsAnyExceptInRange((byte)' ', (byte)'~')) return;
        string text = Encoding.ASCII.GetString(bytes[..end]);
        if (seen.Add(text)) texts.Add(text);
    }
}
