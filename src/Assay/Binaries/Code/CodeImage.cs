using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code;

/// <summary>
/// The code of one image, for those who follow it: bytes by address, where functions begin and end, which of them run when the image is loaded, and which words lead to symbols of others.
/// Read in windows, as far as somebody looks; not safe for several threads.
/// </summary>
internal abstract class CodeImage
{
    private const int WindowSize = 1 << 14;

    // Segments begin at multiples of it, and no instruction is longer.
    private const int Step = 16;

    private readonly Dictionary<ulong, ReadOnlyMemory<byte>> windows = [];

    /// <summary>The architecture of the code.</summary>
    public abstract Architecture Architecture { get; }

    /// <summary>The functions that run when the image is loaded, before anybody calls into it, in the order they run: initialisers and resolvers.</summary>
    public abstract IReadOnlyList<CodeRoot> Initialisers { get; }

    /// <summary>Where an offered function begins, or null when it is not offered or is an indirect one.</summary>
    /// <param name="name">Its name as in C.</param>
    public abstract ulong? FunctionNamed(string name);

    /// <summary>The name of the symbol whose address the loader writes into a word, as in C; null for words that lead into the image itself and for all others.</summary>
    /// <param name="slot">The address of the word.</param>
    public abstract string? SymbolOfSlot(ulong slot);

    /// <summary>The address in this image that a pointer holds once the image is loaded, or null when it holds none.</summary>
    /// <param name="place">The address of the pointer.</param>
    public abstract ulong? PointerAt(ulong place);

    /// <summary>The bounds of the function that holds an address, or null where the file does not tell.</summary>
    /// <param name="address">The address.</param>
    public abstract CodeRange? FunctionAround(ulong address);

    /// <summary>The functions that the file tells the bounds of, in the order of their addresses.</summary>
    public abstract IEnumerable<CodeRange> Functions { get; }

    /// <summary>True when the address is in a part of the image that is executed.</summary>
    /// <param name="address">The address.</param>
    public abstract bool IsCode(ulong address);

    /// <summary>The name of the function that holds an address as far as the symbols that are offered tell, or null.</summary>
    /// <param name="address">The address.</param>
    public abstract string? NameAround(ulong address);

    /// <summary>Bytes from an address on; fewer where the mapped part or a window ends, at least 16 where there are that many.</summary>
    /// <param name="address">The address.</param>
    public ReadOnlySpan<byte> BytesAt(ulong address)
    {
        ReadOnlySpan<byte> window = Window(address & ~(ulong)(WindowSize - 1));
        int into = (int)(address & (WindowSize - 1));
        return into < window.Length ? window[into..] : default;
    }

    /// <summary>Reads mapped bytes.</summary>
    /// <param name="address">The address of the first.</param>
    /// <param name="count">How many are wanted.</param>
    /// <returns>As many as are mapped from there on; empty where nothing is.</returns>
    protected internal abstract ReadOnlyMemory<byte> Read(ulong address, int count);

    // A little more than a window, so that what begins in it can be read to its end. Linkers put code into a segment of its own: several can meet in one window, with gaps between them.
    private ReadOnlySpan<byte> Window(ulong start)
    {
        if (windows.TryGetValue(start, out ReadOnlyMemory<byte> known)) return known.Span;
        const int Wanted = WindowSize + Step;
        ReadOnlyMemory<byte> bytes = Read(start, Wanted);
        if (bytes.Length < Wanted)
        {
            byte[] filled = new byte[Wanted];
            int last = 0;
            for (int at = 0; at < Wanted;)
            {
                ReadOnlyMemory<byte> part = at == 0 ? bytes : Read(start + (ulong)at, Wanted - at);
                part.Span.CopyTo(filled.AsSpan(at));
                if (!part.IsEmpty) last = at + part.Length;
                at = (at + Math.Max(part.Length, 1) + Step - 1) & -Step;
            }

            bytes = filled.AsMemory(0, last);
        }

        windows[start] = bytes;
        return bytes.Span;
    }
}

/// <summary>A function that runs without being called by name.</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="Reason">Why it runs, in the format's own words: <c>DT_INIT_ARRAY</c>, <c>PyInit_x</c>.</param>
internal readonly record struct CodeRoot(ulong Address, string Reason);

/// <summary>The bounds of a function.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind its last.</param>
internal readonly record struct CodeRange(ulong Start, ulong End);
